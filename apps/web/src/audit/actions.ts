import i18next from 'i18next';

/** Actions and events come from the server (`ticket.opened`); those without words of their own are shown as they are called. */
export function actionText(action: string): string {
  const name = action.replace('.', '_');
  const key = `audit.event.${name}`;
  return i18next.exists(key) ? String(i18next.t(key as never)) : action;
}
