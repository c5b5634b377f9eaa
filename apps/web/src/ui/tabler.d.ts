declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  /** Elements of the icon: tag and attributes. */
  export const __iconNode: readonly (readonly [string, Readonly<Record<string, string>>])[];
}
