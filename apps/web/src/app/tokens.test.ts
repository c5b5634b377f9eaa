import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ciede2000, contrast, difference, VISIONS, type Vision } from './color-vision.ts';
import { PALETTES, STATES } from './tokens.ts';

/** CIEDE2000 difference below which two marks are too alike to be told apart at the size of an icon. */
const SMALLEST_DIFFERENCE = 12;

describe('colour arithmetic', () => {
  it('knows the ends of the contrast scale', () => {
    assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00');
    assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
  });
  it('agrees with published CIEDE2000 pairs', () => {
    const pairs = [
      [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
      [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
      [[50, 2.5, 0], [73, 25, -18], 27.1492],
      [[50, 2.5, 0], [58, 24, 15], 19.4535],
      [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
      [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
    ] as const;
    for (const [first, second, expected] of pairs) {
      assert.equal(ciede2000(first, second).toFixed(4), expected.toFixed(4));
    }
  });
});

for (const [scheme, palette] of Object.entries(PALETTES)) {
  describe(`${scheme} palette`, () => {
    const backgrounds = [palette.surface, palette.canvas, palette.hover];
    const atLeast = (ratio: number, front: string, back: string, what: string) => {
      const measured = contrast(front, back);
      assert.ok(
        measured >= ratio,
        `${what}: ${front} on ${back} is ${measured.toFixed(2)}:1, needs ${ratio}:1`,
      );
    };

    it('has readable text on every background (WCAG 2.2, 1.4.3)', () => {
      for (const back of backgrounds) {
        for (const front of [palette.ink, palette.inkMuted, palette.accentText, palette.errorText]) {
          atLeast(4.5, front, back, 'text');
        }
      }
      atLeast(4.5, palette.onAccent, palette.accent, 'button');
      atLeast(4.5, palette.accentText, palette.accentTint, 'selected item');
      for (const state of STATES) {
        atLeast(4.5, palette.ink, palette.states[state].tint, `${state} badge`);
        atLeast(4.5, palette.inkMuted, palette.states[state].tint, `${state} notice`);
      }
    });

    it('has visible marks and borders (WCAG 2.2, 1.4.11)', () => {
      for (const back of [palette.surface, palette.canvas]) {
        atLeast(3, palette.lineStrong, back, 'border of a control');
        atLeast(3, palette.accent, back, 'filled control');
        for (const state of STATES) atLeast(3, palette.states[state].mark, back, state);
      }
      for (const line of palette.series) atLeast(3, line, palette.surface, 'line of a chart');
      for (const state of STATES)
        atLeast(3, palette.states[state].mark, palette.states[state].tint, `${state} on its tint`);
    });

    for (const vision of Object.keys(VISIONS) as Vision[]) {
      it(`keeps all states apart with ${vision} vision`, () => {
        for (const [index, first] of STATES.entries()) {
          for (const second of STATES.slice(index + 1)) {
            const measured = difference(palette.states[first].mark, palette.states[second].mark, vision);
            assert.ok(
              measured >= SMALLEST_DIFFERENCE,
              `${first} and ${second} differ by ${measured.toFixed(1)} only`,
            );
          }
        }
      });
    }
  });
}
