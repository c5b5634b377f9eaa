import { useTranslation } from 'react-i18next';
import classes from './CopyCommand.module.css';
import { IconCheck, IconCopy } from './icons.ts';
import { useCopy } from './useCopy.ts';

interface Props {
  /** The text that is copied, exactly. */
  command: string;
  /** What it is, as description of the button: "Command for Linux". */
  label: string;
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean;
}

/** A command in a box with a button that copies it; also selectable where the clipboard is not allowed. */
export function CopyCommand({ command, label, wrap = false }: Props) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <div className={classes.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <pre className={classes.command} data-wrap={wrap || undefined} tabIndex={0}>
        {command}
      </pre>
      <button type="button" className={classes.button} title={label} onClick={() => copy(command)}>
        {copied ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />}
        <span aria-live="polite">{copied ? t('ui.copy.done') : t('ui.copy.action')}</span>
      </button>
    </div>
  );
}
