"""Screenshots in 256 colours, a third as large: pages of text need no more."""

import base64
import struct
import zlib
from typing import Final, TypedDict

from playwright.sync_api import Page

COLOURS: Final = """
async png => {
  const picture = await createImageBitmap(await (await fetch(png)).blob());
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 256);
  const part = (a, b, bits) => (((a >> bits) & 255) - ((b >> bits) & 255)) ** 2;
  const far = (a, b) => part(a, b, 16) + part(a, b, 8) + part(a, b, 0);
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const index = colour => {
    if (!nearest.has(colour))
      nearest.set(colour, palette.reduce((best, its, n) =>
        far(its, colour) < far(palette[best], colour) ? n : best, 0));
    return nearest.get(colour);
  };
  let pixels = "";
  for (let at = 0; at < data.length; at += 4)
    pixels += String.fromCharCode(index((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]));
  return { width, height, palette, pixels: btoa(pixels) };
}
"""
"""What the browser does: the 256 commonest colours, and the nearest of them for each pixel."""


class Counted(TypedDict):
    """A picture as the browser hands it back: ``pixels`` are places in the palette, in base64."""

    width: int
    height: int
    palette: list[int]
    pixels: str


def smaller(png: bytes, page: Page) -> bytes:
    """The same picture in 256 colours.

    Args:
        png: the screenshot.
        page: a page that may read pictures, such as a blank one.
    """
    address = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    found: Counted = page.evaluate(COLOURS, address)
    width, pixels = found["width"], base64.b64decode(found["pixels"])
    lines = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    palette = b"".join(colour.to_bytes(3) for colour in found["palette"])
    head = struct.pack(">IIBBBBB", width, found["height"], 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    size, check = len(content), zlib.crc32(kind + content)
    return struct.pack(">I", size) + kind + content + struct.pack(">I", check)
