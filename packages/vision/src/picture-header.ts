/** How large a picture is by the first bytes of its file, before anything is decoded: a small file may be of a billion pixels. */

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Of JPEG, PNG, GIF and WebP, as stored, not turned; undefined for all else, and where it is not told. */
export function storedExtent(file: Uint8Array): Extent | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const text = (at: number, length: number) => String.fromCharCode(...file.subarray(at, at + length));
  if (file.length < 30) return undefined;
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return { width: view.getUint32(16), height: view.getUint32(20) };
  if (text(0, 4) === 'GIF8') return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (text(0, 3) === '\xff\xd8\xff') return ofJpeg(view);
  if (text(0, 4) !== 'RIFF' || text(8, 4) !== 'WEBP') return undefined;
  switch (text(12, 4)) {
    case 'VP8X':
      return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

/** From segment to segment up to the frame header (ITU-T T.81, annex B). */
function ofJpeg(view: DataView): Extent | undefined {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    // Markers may be filled up in front.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
