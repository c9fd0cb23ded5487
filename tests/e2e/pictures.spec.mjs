// What tells two pictures of the page apart, and what a picture loses when it is made small.

import { test, expect } from '@playwright/test';
import { PNG } from 'pngjs';
import { compare, decode, encode, marked } from './pictures.mjs';

const PAPER = [253, 253, 252];
const INK = [26, 28, 32];

/** A sheet with boxes on it, each with its place, its size and its colour. */
function sheet(boxes, { width = 1280, height = 400, paper = PAPER } = {}) {
  const picture = new PNG({ width, height });
  for (const [x, y, across, down, colour = INK] of [[0, 0, width, height, paper], ...boxes]) {
    for (let row = y; row < y + down; row += 1) {
      for (let column = x; column < x + across; column += 1) {
        picture.data.set([...colour, 255], (row * width + column) * 4);
      }
    }
  }
  return picture;
}

const isFound = (actual, kept) => {
  const { pixels, allowed } = compare(actual, kept);
  return pixels > allowed;
};

test('equal pictures differ nowhere', () => {
  const { pixels, differs } = compare(sheet([[300, 150, 20, 20]]), sheet([[300, 150, 20, 20]]));
  expect(pixels).toBe(0);
  expect(differs.some(Boolean)).toBe(false);
});

test('a box of 20×20 pixels that moved, came or changed its colour is found, wherever it stands', () => {
  const kept = sheet([[300, 190, 20, 20]]);
  for (const actual of [
    sheet([[330, 190, 20, 20]]),
    sheet([[300, 290, 20, 20]]),
    sheet([]),
    sheet([[300, 190, 20, 20], [1260, 380, 20, 20]]),
    sheet([[300, 190, 20, 20, [27, 79, 156]]]),
  ]) {
    expect(isFound(actual, kept)).toBe(true);
    expect(isFound(kept, actual)).toBe(true);
  }
});

test('the band is named in which most differs', () => {
  const { from, band, pixels, allowed } = compare(sheet([[300, 290, 20, 20], [10, 10, 3, 3]]), sheet([]));
  expect({ from, band, pixels, allowed }).toEqual({ from: 210, band: 100, pixels: 400, allowed: 320 });
});

test('a line that vanished is found, one that lies a pixel aside is not', () => {
  const line = sheet([[100, 50, 1000, 1]]);
  expect(isFound(sheet([]), line)).toBe(true);
  expect(isFound(line, sheet([]))).toBe(true);
  expect(isFound(sheet([[100, 51, 1000, 1]]), line)).toBe(false);
  expect(isFound(sheet([[100, 53, 1000, 1]]), line)).toBe(true);
});

test('a colour a little off is not found, a darker sheet is', () => {
  expect(isFound(sheet([], { paper: [243, 244, 243] }), sheet([]))).toBe(false);
  expect(isFound(sheet([], { paper: [233, 235, 236] }), sheet([]))).toBe(true);
});

test('what differs is red in the picture of differences', () => {
  const actual = sheet([[300, 290, 20, 20]]);
  const { data, width } = marked(actual, compare(actual, sheet([])).differs);
  const at = (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
  expect(at(310, 300)).toEqual([220, 0, 0]);
  expect(at(10, 10).every((channel) => channel > 190)).toBe(true);
});

test('a few colours are kept exactly', () => {
  const picture = sheet([[30, 10, 20, 20], [60, 10, 5, 5, [27, 79, 156]]], { width: 90, height: 50 });
  const read = decode(encode(picture));
  expect([read.width, read.height]).toEqual([90, 50]);
  expect(read.data.equals(picture.data)).toBe(true);
});

test('of many colours none is kept far from what it was', () => {
  const picture = new PNG({ width: 256, height: 64 });
  for (let index = 0; index < 256 * 64; index += 1) {
    picture.data.set([index % 256, index % 128, index >> 7, 255], index * 4);
  }
  const bytes = encode(picture);
  expect(bytes.equals(encode(picture))).toBe(true);
  const read = decode(bytes);
  expect(Math.max(...picture.data.map((channel, place) => Math.abs(channel - read.data[place])))).toBeLessThanOrEqual(24);
});
