// Pictures of the page: made small to be kept, and compared with those that were kept.

import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** How far a kept colour may be from the one that was seen, in each channel of 255. */
const REDUCED_BY = 12;

/** How far two colours may be apart that count as one: further than reducing takes them. */
const TOLERANCE = 16;

const BAND = 100;
// A box of 20×20 pixels is more than this of a band of the widest picture.
const SHARE = 0.0025;

/** A PNG as pixels. */
export const decode = (bytes) => PNG.sync.read(bytes);

/** The picture as a PNG of at most 256 colours. The same pixels give the same file. */
export function encode({ width, height, data }) {
  const { palette, places } = reduce(words(data));
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) lines.set(places.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A palette, and the place of each pixel in it. Every colour takes the place of the nearest of those seen more often. */
function reduce(pixels) {
  const colours = byCount(pixels);
  let found;
  for (let by = REDUCED_BY; !found; by += 4) found = leaders(colours, by);
  const { palette, placeOf } = found;
  const places = new Uint8Array(pixels.length);
  for (let index = 0, last, place; index < pixels.length; index += 1) {
    if (pixels[index] !== last) {
      last = pixels[index];
      place = placeOf.get(last);
    }
    places[index] = place;
  }
  return { palette, places };
}

/** The colours, the most frequent first. */
function byCount(pixels) {
  const counts = new Map();
  for (let from = 0, to = 0; from < pixels.length; from = to) {
    while (to < pixels.length && pixels[to] === pixels[from]) to += 1;
    counts.set(pixels[from], (counts.get(pixels[from]) ?? 0) + to - from);
  }
  return [...counts].sort(([one, often], [other, seldom]) => seldom - often || one - other).map(([colour]) => colour);
}

/** The colours that stand for all that are not further away; nothing where these are more than a palette holds. */
function leaders(colours, by) {
  const palette = [];
  const placeOf = new Map();
  for (const colour of colours) {
    const distances = palette.map((leader) => distance(leader, colour));
    const least = Math.min(...distances);
    if (least > by) palette.push(colour);
    if (palette.length > 256) return undefined;
    placeOf.set(colour, least > by ? palette.length - 1 : distances.indexOf(least));
  }
  return { palette, placeOf };
}

/** What differs between two pictures of one size: the band where most does, how much that is and may be, and whether each
 * pixel does. */
export function compare(actual, kept) {
  const { width, height } = kept;
  const differs = differing(words(actual.data), words(kept.data), width, height);
  const rows = Array.from({ length: height }, (_, y) => differs.subarray(y * width, (y + 1) * width).reduce((sum, one) => sum + one, 0));
  const band = Math.min(BAND, height);
  const allowed = Math.floor(width * band * SHARE);
  return { ...fullest(rows, band), band, allowed, differs };
}

/** The first of the bands with the largest sum. Bands start at every row, so that none cuts in two what differs. */
function fullest(rows, band) {
  let pixels = rows.slice(0, band).reduce((sum, row) => sum + row, 0);
  let most = { from: 0, pixels };
  for (let from = 1; from + band <= rows.length; from += 1) {
    pixels += rows[from + band - 1] - rows[from - 1];
    if (pixels > most.pixels) most = { from, pixels };
  }
  return most;
}

/** A pixel differs when its colour lies outside of those around the same place of the other picture. So edges that were smoothed
 * in another way, or lie a pixel aside, do not differ. Both ways, or a line that vanished would not. */
function differing(one, other, width, height) {
  const differs = new Uint8Array(one.length);
  for (let index = 0; index < one.length; index += 1) {
    if (one[index] === other[index] || near(one[index], other[index])) continue;
    const fits = isAround(one[index], other, index, width, height) && isAround(other[index], one, index, width, height);
    differs[index] = fits ? 0 : 1;
  }
  return differs;
}

/** Whether each channel of a colour lies between the least and the most of a pixel and its neighbours. Without any array: where a
 * theme changed, this is asked millions of times. */
function isAround(colour, pixels, index, width, height) {
  const [left, right] = [index % width === 0 ? 0 : -1, index % width === width - 1 ? 0 : 1];
  const [first, last] = [index < width ? 0 : -width, index >= width * (height - 1) ? 0 : width];
  for (let shift = 0; shift < 24; shift += 8) {
    const value = colour >> shift & 255;
    let [least, most] = [255, 0];
    for (let row = first; row <= last; row += width) {
      for (let column = left; column <= right; column += 1) {
        const other = pixels[index + row + column] >> shift & 255;
        if (other < least) least = other;
        if (other > most) most = other;
      }
    }
    if (value < least - TOLERANCE || value > most + TOLERANCE) return false;
  }
  return true;
}

const near = (one, other) => distance(one, other) <= TOLERANCE;

/** The largest difference of a channel. */
function distance(one, other) {
  return Math.max(Math.abs((one & 255) - (other & 255)), Math.abs((one >> 8 & 255) - (other >> 8 & 255)),
    Math.abs((one >> 16 & 255) - (other >> 16 & 255)));
}

/** The picture, faint, with what differs in red. */
export function marked({ width, height, data }, differs) {
  const picture = new PNG({ width, height });
  for (let index = 0; index < differs.length; index += 1) {
    const faint = (channel) => 192 + (data[index * 4 + channel] >> 2);
    picture.data.set(differs[index] ? [220, 0, 0, 255] : [faint(0), faint(1), faint(2), 255], index * 4);
  }
  return picture;
}

/** A pixel as one number, red in its lowest byte. */
const words = (data) => new Uint32Array(data.buffer, data.byteOffset, data.length / 4);

const channels = (colour) => [colour & 255, colour >> 8 & 255, colour >> 16 & 255];

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

// Node.js has one of its own only since 20.15.
function crc32(bytes) {
  let rest = -1;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest >>> 1 ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}
