/*
 * Handshake (all frames are JSON text):
 *   agent  -> hello      who I am, my nonce, my clock
 *   server -> challenge  its nonce, its clock, signature with the pinned server key
 *   agent  -> proof      signature with the agent's key over both nonces
 *   server -> welcome    last acknowledged sequence, configuration, checks
 * Then: agent -> batch (sequence 1, 2, 3 ... over the life of the agent, gap-free), server -> ack after COMMIT.
 */

/** Bytes the server signs in `challenge`: binds both nonces and the agent's id. */
export function serverProofMessage(agentId: string, agentNonce: string, serverNonce: string): Buffer {
  return Buffer.from(`rettungsanker server v1\n${agentId}\n${agentNonce}\n${serverNonce}`);
}
/** Bytes the agent signs in `proof`. The different first line keeps one signature from serving as the other. */
export function agentProofMessage(agentId: string, agentNonce: string, serverNonce: string): Buffer {
  return Buffer.from(`rettungsanker agent v1\n${agentId}\n${agentNonce}\n${serverNonce}`);
}
