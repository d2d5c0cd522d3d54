import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { readIcons } from '../../manifest/appPackage.ts';
import { pngSize } from '../../manifest/icon.ts';

describe('the icons', () => {
  const icons = readIcons();

  test('are 192×192 and 32×32 pixels', () => {
    assert.deepEqual(pngSize(icons.color), { width: 192, height: 192 });
    assert.deepEqual(pngSize(icons.outline), { width: 32, height: 32 });
  });

  test('have nothing but white and transparent pixels in the outline', () => {
    const pixels = rgbaPixels(icons.outline);
    assert.equal(pixels.length, 32 * 32);
    for (const [red, green, blue, alpha] of pixels) {
      assert.ok(
        alpha === 0 || (red === 255 && green === 255 && blue === 255),
        `${red},${green},${blue},${alpha}`,
      );
    }
    assert.ok(pixels.some(([, , , alpha]) => alpha === 255));
    assert.equal(pixels[0]?.[3], 0);
  });
});

type Rgba = [red: number, green: number, blue: number, alpha: number];

/** The pixels of a PNG with 8 bits per channel, RGBA, not interlaced (RFC 2083; filters in section 6). */
function rgbaPixels(png: Uint8Array): Rgba[] {
  const bytes = Buffer.from(png);
  assert.deepEqual([...bytes.subarray(24, 29)], [8, 6, 0, 0, 0], 'RGBA, 8 bits, not interlaced');
  const data = inflateSync(imageData(bytes));
  const { width = 0, height = 0 } = pngSize(png) ?? {};
  const stride = width * 4;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x >= 4 ? (rows[y * stride + x - 4] ?? 0) : 0;
      const up = y > 0 ? (rows[(y - 1) * stride + x] ?? 0) : 0;
      const upLeft = x >= 4 && y > 0 ? (rows[(y - 1) * stride + x - 4] ?? 0) : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter ?? 0] ?? 0;
      rows[y * stride + x] = (data[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return Array.from({ length: width * height }, (_, i) => [...rows.subarray(i * 4, i * 4 + 4)] as Rgba);
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return Buffer.concat(parts);
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const distance = (value: number) => Math.abs(estimate - value);
  if (distance(left) <= distance(up) && distance(left) <= distance(upLeft)) return left;
  return distance(up) <= distance(upLeft) ? up : upLeft;
}
