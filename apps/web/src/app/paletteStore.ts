import { createSwitch } from './switch.ts';

/** Whether the palette is open: the keys, the header and the palette itself share it. */
export const palette = createSwitch();
export const openPalette = (): void => palette.set(true);
