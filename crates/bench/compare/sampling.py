"""The sample that `cases.rs` draws, in numpy: 100,000 draws of a product of six log-normals, their mean and three
quantiles. Prints name, nanoseconds of the processor and the sum of the four, as the program does."""

import math
import time

import numpy

MEDIANS = [2.664e6, 700, 2, 0.7, 1.4, 400]
FACTORS = [1.2, 1.1, 1.05, 1.08, 1.04, 1.3]
UNIT = 1e6
DRAWS = 100_000
MEASUREMENTS = 12


def sample():
    random = numpy.random.Generator(numpy.random.PCG64(1))
    product = numpy.full(DRAWS, 1 / UNIT)
    for median, factor in zip(MEDIANS, FACTORS):
        product *= random.lognormal(math.log(median), math.log(factor), DRAWS)
    return product.mean() + numpy.quantile(product, [0.05, 0.5, 0.95]).sum()


fastest = math.inf
for _ in range(MEASUREMENTS):
    begun = time.process_time_ns()
    found = sample()
    fastest = min(fastest, time.process_time_ns() - begun)
print(f"numpy {numpy.__version__}\t{fastest}\t{found}")
