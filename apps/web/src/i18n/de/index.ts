import app from './app.json';
import errors from './errors.json';
import ui from './ui.json';

/** All texts in German, by domain. */
export default { app, errors, ui };
