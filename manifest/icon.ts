/** A PNG's width and height in pixels, from its IHDR chunk (RFC 2083, 11.2.1); undefined if it is no PNG. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (png.length < 24 || !png.subarray(0, 8).equals(signature) || png.toString('latin1', 12, 16) !== 'IHDR') {
    return undefined;
  }
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** What is wrong with an icon that must be a square PNG of `side` pixels, as a sentence; undefined if nothing. */
export function iconProblem(fileName: string, bytes: Uint8Array, side: number): string | undefined {
  const size = pngSize(bytes);
  if (!size) return `${fileName} is not a PNG file.`;
  if (size.width === side && size.height === side) return undefined;
  return `${fileName} must be ${side}×${side} pixels, but is ${size.width}×${size.height}.`;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
