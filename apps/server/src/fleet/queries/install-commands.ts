import type { ServerIdentity } from '../commands/enrolment.ts';

/**
 * One line to copy on the new host. The download is tied to the server: by its public certificate, or by the pinned
 * key when the certificate is our own (curl then must not ask a public CA, hence --insecure beside the pin).
 */
export function installCommands(
  server: ServerIdentity,
  code: string,
): { linux: string; windows: string; source: string } {
  const trust = server.tlsPin
    ? ` --insecure --pinnedpubkey sha256//${Buffer.from(server.tlsPin, 'base64url').toString('base64')}`
    : '';
  const base = server.publicUrl;
  return {
    linux: `curl -fsS${trust} -o rettungsanker-agent ${base}/agent/download/linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/') && chmod +x rettungsanker-agent && sudo ./rettungsanker-agent install --code ${code}`,
    windows: `curl.exe -fsS${trust} -o rettungsanker-agent.exe ${base}/agent/download/win-x64; if ($?) { .\\rettungsanker-agent.exe install --code ${code} }`,
    source: `rettungsanker agent enroll --code ${code} && rettungsanker agent run`,
  };
}
