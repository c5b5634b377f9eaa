import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { PALETTES, type Palette, STATES } from './tokens.ts';

/** Tones of the accent; the seventh is the accent itself. */
const SEA: MantineColorsTuple = [
  '#eef5f8',
  '#e2edf3',
  '#b9d5e2',
  '#82c5e2',
  '#4f9cbf',
  '#22789c',
  '#155f81',
  '#0b4f6c',
  '#083f57',
  '#052f42',
];

const GRAY: MantineColorsTuple = [
  '#f4f6f8',
  '#eef2f4',
  '#dde3e7',
  '#c5ced4',
  '#a4b1ba',
  '#7d8992',
  '#66727b',
  '#515d66',
  '#343e46',
  '#141b20',
];

/** Mantine's dark scale runs from text (0) to the deepest background (9). */
const DARK: MantineColorsTuple = [
  '#e3e9ed',
  '#c9d1d6',
  '#a4b1ba',
  '#74828c',
  '#3a464f',
  '#2b363e',
  '#202a31',
  '#12181d',
  '#0e1317',
  '#0a0e11',
];

const RED: MantineColorsTuple = [
  '#fdf2f3',
  '#fbe9eb',
  '#eab5bc',
  '#ff9ca0',
  '#e5666b',
  '#c2263a',
  '#b51a30',
  '#ad0f26',
  '#8d0a1e',
  '#6d0716',
];

/** One look for the whole console: 4 px grid, small radii, hairlines instead of shadows. */
export const theme = createTheme({
  colors: { sea: SEA, gray: GRAY, dark: DARK, red: RED },
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 5 },
  white: PALETTES.light.surface,
  black: PALETTES.light.ink,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: '620',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.45' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
      h5: { fontSize: '0.875rem', lineHeight: '1.45' },
      h6: { fontSize: '0.8125rem', lineHeight: '1.45' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.125rem', sm: '0.25rem', md: '0.375rem', lg: '0.5rem', xl: '0.75rem' },
  defaultRadius: 'md',
  shadows: {
    xs: 'none',
    sm: 'none',
    md: '0 4px 16px rgb(10 14 17 / 12%)',
    lg: '0 8px 24px rgb(10 14 17 / 14%)',
    xl: '0 16px 40px rgb(10 14 17 / 18%)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        // A header element outside of main is the banner of the page, of which there is one.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Menu: { defaultProps: { position: 'bottom-end', shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    Table: { defaultProps: { verticalSpacing: 'xs' } },
  },
});

function ownVariables(palette: Palette): Record<string, string> {
  const variables: Record<string, string> = {
    '--ra-surface': palette.surface,
    '--ra-canvas': palette.canvas,
    '--ra-hover': palette.hover,
    '--ra-line': palette.line,
    '--ra-line-strong': palette.lineStrong,
    '--ra-ink': palette.ink,
    '--ra-ink-muted': palette.inkMuted,
    '--ra-accent': palette.accent,
    '--ra-on-accent': palette.onAccent,
    '--ra-accent-text': palette.accentText,
    '--ra-accent-tint': palette.accentTint,
    '--ra-error-text': palette.errorText,
  };
  for (const [index, color] of palette.series.entries()) variables[`--ra-series-${index}`] = color;
  for (const state of STATES) {
    const { mark, tint, line } = palette.states[state];
    variables[`--ra-${state}-mark`] = mark;
    variables[`--ra-${state}-tint`] = tint;
    variables[`--ra-${state}-line`] = line;
  }
  // Mantine's own defaults for these miss 4.5:1 or 3:1.
  return {
    ...variables,
    '--mantine-color-text': palette.ink,
    '--mantine-color-body': palette.surface,
    '--mantine-color-dimmed': palette.inkMuted,
    '--mantine-color-placeholder': palette.inkMuted,
    '--mantine-color-error': palette.errorText,
    '--mantine-color-anchor': palette.accentText,
    '--mantine-color-default': palette.surface,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.ink,
    '--mantine-color-default-border': palette.lineStrong,
  };
}

/** Our tokens as `--ra-*`, and Mantine's own variables derived from them. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: ownVariables(PALETTES.light),
  dark: ownVariables(PALETTES.dark),
});
