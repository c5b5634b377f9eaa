import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../ui/PageHeader.tsx';
import { addSite } from './commands.ts';
import { useClient } from './queries.ts';
import { SiteForm } from './SiteForm.tsx';
import { clientPath, sitePath } from './words.ts';

/** Second of three steps: client, site, system. */
export function NewSitePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { clientId } = useParams({ strict: false }) as { clientId: string };
  const client = useClient(clientId);
  return (
    <>
      <PageHeader
        title={t('fleet.site.add')}
        crumbs={[
          { label: t('fleet.clients'), to: '/clients' },
          { label: client.data?.name ?? '…', to: clientPath(clientId) },
        ]}
      />
      <SiteForm
        submitLabel={t('fleet.site.create')}
        send={(input) => addSite(clientId, input)}
        onDone={(id) => id && navigate({ to: sitePath(clientId, id) })}
      />
    </>
  );
}
