/** Canvases of browsers end somewhere between 4096 and 16384 px a side; this works everywhere but on old phones. */
const LONGEST_SIDE = 8192;
/** Sharp on paper and on screens with two pixels for one. */
const BEST_SCALE = 2;

/** Paints a drawing into an image. @returns nothing when the browser cannot */
export async function pngOf(svg: string): Promise<Blob | undefined> {
  const image = new Image();
  // An address of type `blob:` is not allowed by the policy of the page; the text itself is.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return undefined;
  }
  const scale = Math.min(BEST_SCALE, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
