/**
 * Colours of the console, the only place where they are written. `tokens.test.ts` computes contrast (WCAG 2.2, 1.4.3
 * and 1.4.11) and the distance between states as seen with the three kinds of colour blindness.
 */

/** What an object can be in. `unknown` is a state of its own: what was not measured is never shown as `ok`. */
export const STATES = ['ok', 'warning', 'critical', 'unknown', 'info', 'paused'] as const;
export type State = (typeof STATES)[number];

export interface StateColors {
  /** Icons, marks and lines in charts: at least 3:1 on every background. Words beside them use `ink`. */
  mark: string;
  /** Quiet background of a badge or a notice, under `ink`. */
  tint: string;
  /** Border of a badge or a notice. */
  line: string;
}

export interface Palette {
  /** Background of content. */
  surface: string;
  /** Background of navigation, headers of tables, the page behind panels. */
  canvas: string;
  /** A row under the pointer, a pressed item. */
  hover: string;
  /** Hairlines that only separate. */
  line: string;
  /** Borders of things that can be operated: at least 3:1. */
  lineStrong: string;
  ink: string;
  inkMuted: string;
  /** Filled buttons; `onAccent` is the text on them. */
  accent: string;
  onAccent: string;
  /** Links and selected items as text. */
  accentText: string;
  /** Background of the selected item. */
  accentTint: string;
  /** Messages about errors as text. */
  errorText: string;
  /** Lines of charts in this order: tones, not hues, because hue means state; dashes tell them apart as well. */
  series: readonly [string, string, string, string];
  states: Record<State, StateColors>;
}

export const PALETTES: Record<'light' | 'dark', Palette> = {
  light: {
    surface: '#ffffff',
    canvas: '#f4f6f8',
    hover: '#eef2f4',
    line: '#dde3e7',
    lineStrong: '#7d8992',
    ink: '#141b20',
    inkMuted: '#515d66',
    accent: '#0b4f6c',
    onAccent: '#ffffff',
    accentText: '#0b4f6c',
    accentTint: '#e2edf3',
    errorText: '#ad0f26',
    series: ['#0b4f6c', '#4a8fb0', '#141b20', '#7d8992'],
    states: {
      ok: { mark: '#23906b', tint: '#e8f4f0', line: '#b5dacd' },
      warning: { mark: '#c17a14', tint: '#fbf1e1', line: '#ecd2a6' },
      critical: { mark: '#ad0f26', tint: '#fbe9eb', line: '#eab5bc' },
      unknown: { mark: '#8b5cf0', tint: '#f2edfd', line: '#d5c4fa' },
      info: { mark: '#0f5480', tint: '#e6eff5', line: '#b3cddd' },
      paused: { mark: '#42474c', tint: '#eef0f1', line: '#c9ced2' },
    },
  },
  dark: {
    surface: '#12181d',
    canvas: '#1a2228',
    hover: '#202a31',
    line: '#2b363e',
    lineStrong: '#74828c',
    ink: '#e3e9ed',
    inkMuted: '#a4b1ba',
    accent: '#22789c',
    onAccent: '#ffffff',
    accentText: '#82c5e2',
    accentTint: '#173340',
    errorText: '#ff9ca0',
    series: ['#6db9da', '#3f88ab', '#e3e9ed', '#74828c'],
    states: {
      ok: { mark: '#22b58e', tint: '#15302b', line: '#1f5446' },
      warning: { mark: '#f9b547', tint: '#33291a', line: '#6b5228' },
      critical: { mark: '#d93f45', tint: '#341d22', line: '#722b32' },
      unknown: { mark: '#b895f2', tint: '#282438', line: '#524574' },
      info: { mark: '#4f7fb5', tint: '#1a2836', line: '#2b4865' },
      paused: { mark: '#c9d1d6', tint: '#262d33', line: '#475159' },
    },
  },
};
