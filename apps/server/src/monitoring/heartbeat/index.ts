export { type HeartbeatDoor, registerHeartbeats } from './door.ts';
export { heartbeatRoutes } from './routes.ts';
export { startHeartbeatWatch } from './watch.ts';
