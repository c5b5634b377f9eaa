import app from './app.json';
import errors from './errors.json';
import ui from './ui.json';

/** All texts in English, by domain. */
export default { app, errors, ui };
