import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { toApiError } from '../api/errors.ts';
import { delayed, sendWaiting, UNDO_MS } from './delayed.ts';
import { useErrorText } from './errorText.ts';
import classes from './useUndo.module.css';

addEventListener('pagehide', sendWaiting);

interface Later {
  /** What happens, as done: "Check removed." */
  message: string;
  commit: (options: { keepalive: boolean }) => Promise<unknown>;
  /** Puts the screen back, after Undo or a refusal of the server. */
  restore: () => unknown;
}

interface Done {
  message: string;
  /** Reverses what was done already. */
  undo: () => Promise<unknown>;
}

/** Undo instead of "are you sure": both ways show one sentence with one button. */
export function useUndo() {
  const { t } = useTranslation();
  const text = useErrorText();

  const show = (message: string, onUndo: () => void): string => {
    const id = crypto.randomUUID?.() ?? String(Date.now());
    notifications.show({
      id,
      autoClose: UNDO_MS,
      withCloseButton: false,
      message: (
        <span className={classes.row}>
          {message}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              onUndo();
            }}
          >
            {t('ui.undo.action')}
          </Button>
        </span>
      ),
    });
    return id;
  };
  const showError = (thrown: unknown) => {
    const { what, remedy } = text(toApiError(thrown));
    notifications.show({
      color: 'red',
      autoClose: false,
      title: what,
      message: remedy,
      closeButtonProps: { 'aria-label': t('app.close') },
    });
  };

  return {
    /** For changes that cannot be reversed: they wait, and are sent when nobody objects. */
    later({ message, commit, restore }: Later): void {
      const change = delayed(commit);
      const id = show(message, () => {
        if (change.cancel()) void restore();
      });
      change.finished.catch((thrown: unknown) => {
        notifications.hide(id);
        void restore();
        showError(thrown);
      });
    },
    /** For changes with a counterpart: they are done already. */
    done({ message, undo }: Done): void {
      show(message, () => void undo().catch(showError));
    },
    showError,
  };
}

/** A short confirmation that needs no answer. */
export function sayDone(message: string): void {
  notifications.show({
    message,
    autoClose: 4_000,
    closeButtonProps: { 'aria-label': i18next.t('app.close') },
  });
}
