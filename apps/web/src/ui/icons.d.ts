// The package types its barrel only; importing that costs the build a walk over 6,000 files.
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  const icon: typeof import('@tabler/icons-react').IconAnchor;
  export default icon;
}
