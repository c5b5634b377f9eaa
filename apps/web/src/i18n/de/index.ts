import app from './app.json';
import audit from './audit.json';
import errors from './errors.json';
import fleet from './fleet.json';
import helpdesk from './helpdesk.json';
import identity from './identity.json';
import monitoring from './monitoring.json';
import settings from './settings.json';
import situation from './situation.json';
import ui from './ui.json';

/** All texts in German, by domain. */
export default { app, audit, errors, fleet, helpdesk, identity, monitoring, settings, situation, ui };
