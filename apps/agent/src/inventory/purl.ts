/** Part of a package URL (ECMA-427): everything but unreserved characters and the colon is percent-encoded. */
export function encodePurlPart(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** @example purl('deb', 'debian', 'openssl', '3.0.17-1~deb12u2', { arch: 'amd64' }) */
export function purl(
  type: string,
  namespace: string,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
): string {
  const pairs = Object.entries(qualifiers)
    .filter((pair): pair is [string, string] => Boolean(pair[1]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encodePurlPart(value)}`);
  const path = [namespace, name].filter(Boolean).map(encodePurlPart).join('/');
  return `pkg:${type}/${path}@${encodePurlPart(version)}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}
