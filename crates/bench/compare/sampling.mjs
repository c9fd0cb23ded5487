// The sample that `cases.rs` draws, in plain JavaScript: 100,000 draws of a product of six log-normals, their mean and three
// quantiles. Prints name, nanoseconds of the processor and the sum of the four, as the program does.

const MEDIANS = [2.664e6, 700, 2, 0.7, 1.4, 400];
const FACTORS = [1.2, 1.1, 1.05, 1.08, 1.04, 1.3];
const UNIT = 1e6;
const DRAWS = 100_000;
const MEASUREMENTS = 12;

/** xoshiro128++ of Blackman and Vigna, as a number from 0 to 1. */
function generator(seed) {
  let [a, b, c, d] = [seed, seed ^ 0x9e3779b9, seed ^ 0x85ebca6b, 1];
  const turn = (bits, by) => (bits << by) | (bits >>> (32 - by));
  return () => {
    const result = (turn((a + d) | 0, 7) + a) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = turn(d, 11);
    return (result + 0.5) / 4294967296;
  };
}

/** Standard normal numbers, two at a time by Marsaglia's polar method. */
function normals(uniform) {
  let kept = NaN;
  return () => {
    if (!Number.isNaN(kept)) {
      const value = kept;
      kept = NaN;
      return value;
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = x * x + y * y;
      if (square < 1 && square > 0) {
        const scale = Math.sqrt(-2 * Math.log(square) / square);
        kept = y * scale;
        return x * scale;
      }
    }
  };
}

function quantile(sorted, part) {
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below];
  return low + (sorted[Math.min(below + 1, sorted.length - 1)] - low) * (place - below);
}

function sample() {
  const normal = normals(generator(1));
  const spreads = FACTORS.map(Math.log);
  const draws = new Float64Array(DRAWS);
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let product = 1 / UNIT;
    for (let input = 0; input < MEDIANS.length; input += 1) {
      product *= MEDIANS[input] * Math.exp(spreads[input] * normal());
    }
    draws[draw] = product;
    sum += product;
  }
  draws.sort();
  return sum / DRAWS + quantile(draws, 0.05) + quantile(draws, 0.5) + quantile(draws, 0.95);
}

let fastest = Infinity;
let found;
for (let time = 0; time < MEASUREMENTS + 2; time += 1) {
  const begun = process.cpuUsage();
  found = sample();
  const { user, system } = process.cpuUsage(begun);
  // The first calls run before the engine has compiled them.
  if (time >= 2) fastest = Math.min(fastest, user + system);
}
console.log(`JavaScript\t${fastest * 1e3}\t${found}`);
