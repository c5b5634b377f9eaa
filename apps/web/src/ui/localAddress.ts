/** Whether a host name reaches only the machine on which it is used (RFC 6761, 6.3; RFC 1122, 3.2.1.3). */
export function isLocalHost(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127\./.test(name);
}

/** Whether a text that is handed to somebody else names an address that only this machine reaches. */
export function namesLocalAddress(text: string): boolean {
  const address = /https?:\/\/[^\s'"]+/.exec(text)?.[0];
  return address !== undefined && URL.canParse(address) && isLocalHost(new URL(address).hostname);
}
