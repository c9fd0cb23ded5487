// What many measurements come to.

/** The value below which a part of some numbers lies, between neighbours by linear interpolation. */
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (numbers) => quantile(numbers, 0.5);

/** By how much `y` grows for each of `x`, by least squares. */
export function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const products = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const squares = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return products / squares;
}
