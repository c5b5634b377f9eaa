import alerting from './alerting.json';
import app from './app.json';
import audit from './audit.json';
import channels from './channels.json';
import checks from './checks.json';
import discovery from './discovery.json';
import errors from './errors.json';
import fleet from './fleet.json';
import heartbeat from './heartbeat.json';
import helpdesk from './helpdesk.json';
import identity from './identity.json';
import ingest from './ingest.json';
import mail from './mail.json';
import map from './map.json';
import monitoring from './monitoring.json';
import oncall from './oncall.json';
import quiet from './quiet.json';
import settings from './settings.json';
import situation from './situation.json';
import ui from './ui.json';

/** All texts in English, by domain. */
export default {
  alerting,
  app,
  audit,
  channels,
  checks,
  discovery,
  errors,
  fleet,
  heartbeat,
  helpdesk,
  identity,
  ingest,
  mail,
  map,
  monitoring,
  oncall,
  quiet,
  settings,
  situation,
  ui,
};
