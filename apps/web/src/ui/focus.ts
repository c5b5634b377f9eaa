/** Path of the last page that was shown; undefined before the first, whose focus belongs to the browser. */
let shown: string | undefined;

/**
 * True once for each navigation to another path: the new page's heading then takes the focus, as after a full load.
 * Changes of filters in the address keep the focus where it is.
 */
export function takeFocusAfterNavigation(path: string): boolean {
  const navigated = shown !== undefined && shown !== path;
  shown = path;
  return navigated;
}
