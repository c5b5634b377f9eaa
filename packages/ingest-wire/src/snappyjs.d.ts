/** The part of the package that tests use; it brings no types. */
declare module 'snappyjs' {
  const snappy: { compress(bytes: Uint8Array): Uint8Array };
  export default snappy;
}
