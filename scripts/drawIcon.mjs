// Draws client/media/icon.png: a telephone dial with a play sign in the middle. Shapes are signed distances in pixels of
// a 128-pixel square, so that edges can be smoothed by the distance itself.
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const size = 128;
const pixels = Buffer.alloc(size * (size * 4 + 1));

const mix = (a, b, t) => a.map((value, i) => value + (b[i] - value) * t);
const cover = distance => Math.min(1, Math.max(0, 0.5 - distance));
const circle = (x, y, cx, cy, r) => Math.hypot(x - cx, y - cy) - r;

function roundedSquare(x, y, half, radius) {
  const dx = Math.abs(x - 64) - half + radius;
  const dy = Math.abs(y - 64) - half + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** A triangle pointing right, its corners rounded by `round`. */
function playSign(x, y) {
  const round = 3;
  const corners = [
    [57, 50],
    [57, 78],
    [80, 64],
  ];
  let inside = Number.NEGATIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % 3];
    const [ex, ey] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey)));
    nearest = Math.min(nearest, Math.hypot(x - ax - along * ex, y - ay - along * ey));
    inside = Math.max(inside, ((y - ay) * ex - (x - ax) * ey) / Math.hypot(ex, ey));
  });
  return (inside > 0 ? nearest : -nearest) - round;
}

// Nine finger holes, and the tenth place open for the finger stop, as on a real dial.
const holes = Array.from({ length: 9 }, (_, i) => {
  const angle = ((-50 - i * 32.5) * Math.PI) / 180;
  return [64 + 37 * Math.cos(angle), 64 + 37 * Math.sin(angle)];
});

function colourAt(x, y) {
  let colour = mix([76, 63, 216], [16, 158, 180], Math.min(1, Math.max(0, (x + y) / 256)));
  const dial = cover(circle(x, y, 64, 64, 50));
  colour = mix(colour, mix([255, 255, 255], colour, 0.04), dial);
  for (const [hx, hy] of holes) {
    const hole = cover(circle(x, y, hx, hy, 7.2));
    colour = mix(colour, mix([58, 44, 176], [10, 118, 140], (x + y) / 256), hole);
  }
  const hub = cover(circle(x, y, 64, 64, 24));
  colour = mix(colour, mix([58, 44, 176], [10, 118, 140], (x + y) / 256), hub);
  return mix(colour, [255, 255, 255], cover(playSign(x, y)));
}

for (let y = 0; y < size; y++) {
  for (let x = 0; x < size; x++) {
    const at = y * (size * 4 + 1) + 1 + x * 4;
    const [r, g, b] = colourAt(x + 0.5, y + 0.5);
    pixels[at] = Math.round(r);
    pixels[at + 1] = Math.round(g);
    pixels[at + 2] = Math.round(b);
    pixels[at + 3] = Math.round(255 * cover(roundedSquare(x + 0.5, y + 0.5, 62, 26)));
  }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = Buffer.concat([
  signature,
  chunk("IHDR", header),
  chunk("IDAT", deflateSync(pixels, { level: 9 })),
  chunk("IEND", Buffer.alloc(0)),
]);
writeFileSync(new URL("../client/media/icon.png", import.meta.url), png);
