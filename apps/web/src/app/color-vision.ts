/** Colour arithmetic for the tests of the palette. All colours are `#rrggbb`. */

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/**
 * Simulation matrices at full severity, in linear RGB (Machado, Oliveira, Fernandes: A Physiologically-based Model for
 * Simulation of Color Vision Deficiency, 2009, table 1).
 */
export const VISIONS: Record<'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia', Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
export type Vision = keyof typeof VISIONS;

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function apply(matrix: Matrix, [r, g, b]: Triple): Triple {
  const row = ([x, y, z]: Triple) => Math.min(1, Math.max(0, x * r + y * g + z * b));
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

/** Contrast ratio 1..21 (WCAG 2.2, definition of contrast ratio). */
export function contrast(first: string, second: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const a = luminance(first);
  const b = luminance(second);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** CIELAB under D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Perceived difference of two colours with one kind of vision: CIEDE2000 (ISO/CIE 11664-6); 1 is just visible. */
export function difference(first: string, second: string, vision: Vision): number {
  return ciede2000(lab(apply(VISIONS[vision], linear(first))), lab(apply(VISIONS[vision], linear(second))));
}

const RADIAN = Math.PI / 180;

/** CIEDE2000 of two CIELAB colours, all weights 1. Checked against the pairs of Sharma, Wu, Dalal (2005). */
export function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)));
  const chroma1 = Math.hypot(a1 * stretch, b1);
  const chroma2 = Math.hypot(a2 * stretch, b2);
  const hue = (b: number, a: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RADIAN + 360) % 360);
  const hue1 = hue(b1, a1 * stretch);
  const hue2 = hue(b2, a2 * stretch);
  const grey = chroma1 * chroma2 === 0;

  let hueStep = hue2 - hue1;
  if (grey) hueStep = 0;
  else if (hueStep > 180) hueStep -= 360;
  else if (hueStep < -180) hueStep += 360;
  const dL = l2 - l1;
  const dC = chroma2 - chroma1;
  const dH = 2 * Math.sqrt(chroma1 * chroma2) * Math.sin((hueStep / 2) * RADIAN);

  const lightness = (l1 + l2) / 2;
  const chroma = (chroma1 + chroma2) / 2;
  let meanHue = hue1 + hue2;
  if (!grey) {
    if (Math.abs(hue1 - hue2) <= 180) meanHue /= 2;
    else meanHue = (meanHue + (meanHue < 360 ? 360 : -360)) / 2;
  }
  const cos = (degrees: number) => Math.cos(degrees * RADIAN);
  const t =
    1 -
    0.17 * cos(meanHue - 30) +
    0.24 * cos(2 * meanHue) +
    0.32 * cos(3 * meanHue + 6) -
    0.2 * cos(4 * meanHue - 63);
  const sL = 1 + (0.015 * (lightness - 50) ** 2) / Math.sqrt(20 + (lightness - 50) ** 2);
  const sC = 1 + 0.045 * chroma;
  const sH = 1 + 0.015 * chroma * t;
  const turn = 30 * Math.exp(-(((meanHue - 275) / 25) ** 2));
  const rotation = -Math.sin(2 * turn * RADIAN) * 2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rotation * (dC / sC) * (dH / sH));
}
