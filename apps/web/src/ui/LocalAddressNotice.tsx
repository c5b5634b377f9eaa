import { useTranslation } from 'react-i18next';
import { CopyCommand } from './CopyCommand.tsx';
import layout from './Layout.module.css';
import { isLocalHost, namesLocalAddress } from './localAddress.ts';
import { Notice } from './Notice.tsx';

/** Below a link or command for somebody else: says when it would not work there, and what to set where. */
export function LocalAddressNotice({ text }: { text: string }) {
  const { t } = useTranslation();
  if (!namesLocalAddress(text)) return null;
  const address = /https?:\/\/[^\s'"/]+/.exec(text)?.[0] ?? '';
  // Who came here under a real name has a proxy in front: that name is the answer.
  const port = new URL(address).port || '8484';
  const command = isLocalHost(location.hostname)
    ? `RA_HTTP_HOST=0.0.0.0 RA_HTTP_TLS=self-signed RA_HTTP_PUBLIC_URL=https://${t('ui.local.host')}:${port} npm start`
    : `RA_HTTP_PUBLIC_URL=${location.origin} npm start`;
  return (
    <Notice state="warning" title={t('ui.local.title', { address })}>
      <div className={layout.tight}>
        <p>{t('ui.local.text')}</p>
        <CopyCommand command={command} label={t('ui.local.command')} wrap />
      </div>
    </Notice>
  );
}
