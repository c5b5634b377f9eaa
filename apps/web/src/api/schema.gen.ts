// Made by npm run api from the server's routes.
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what the set-up waits for */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Name the provider, make its first owner and sign in; works once. Takes a password or a passkey */
        post: operations["postSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Challenge for the passkey of the first owner */
        post: operations["postSetupPasskeyOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with e-mail address and password */
        post: operations["postSessionSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish signing in with the code of the app or a recovery code */
        post: operations["postSessionSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Challenge for signing in with a passkey */
        post: operations["postSessionPasskeyOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a passkey */
        post: operations["postSessionPasskeyVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session; works as well when it is over already */
        post: operations["postSessionSignOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own profile */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the own name, language or look */
        patch: operations["patchAccount"];
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the own password, or set the first one; all other sessions end */
        post: operations["postAccountPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in */
        get: operations["getAccountSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of the own sessions */
        delete: operations["deleteAccountSessionsBySessionId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all own sessions but this one */
        post: operations["postAccountSessionsEndOthers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up an authenticator app */
        post: operations["postAccountTotp"];
        /** Turn the app off */
        delete: operations["deleteAccountTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn the app on with its first code; answers with the recovery codes, once */
        post: operations["postAccountTotpConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes instead of the old ones */
        post: operations["postAccountTotpRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own passkeys */
        get: operations["getAccountPasskeys"];
        put?: never;
        /** Add a passkey; the session goes on under a new token */
        post: operations["postAccountPasskeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Challenge for a new passkey */
        post: operations["postAccountPasskeysOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/{passkeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey */
        delete: operations["deleteAccountPasskeysByPasskeyId"];
        options?: never;
        head?: never;
        /** Rename a passkey */
        patch: operations["patchAccountPasskeysByPasskeyId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/second-factor-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles that must have a second factor */
        get: operations["getClientsByClientIdSecondFactorPolicy"];
        /** Say which roles must have a second factor; the provider may say so for every client */
        put: operations["putClientsByClientIdSecondFactorPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own API keys */
        get: operations["getAccountApiKeys"];
        put?: never;
        /** Make an API key; its text is shown this once */
        post: operations["postAccountApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke one of the own API keys */
        delete: operations["deleteAccountApiKeysByKeyId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All API keys of a client */
        get: operations["getClientsByClientIdApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke anybody's API key of a client */
        delete: operations["deleteClientsByClientIdApiKeysByKeyId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations of a client */
        get: operations["getClientsByClientIdInvitations"];
        put?: never;
        /** Invite somebody; the link is also in the answer, once */
        post: operations["postClientsByClientIdInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/invitations/{invitationId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new link for an invitation; the old one is dead */
        post: operations["postClientsByClientIdInvitationsByInvitationIdResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an invitation */
        delete: operations["deleteClientsByClientIdInvitationsByInvitationId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an invitation is about */
        post: operations["postInvitationsLookup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation as a new person and sign in */
        post: operations["postInvitationsAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation as the person who is signed in */
        post: operations["postInvitationsJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-reset/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail a link for a new password to an address that has an account; the answer is the same for any other */
        post: operations["postPasswordResetRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-reset/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose password a link resets */
        post: operations["postPasswordResetLookup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password; all sessions end, the second factor stays */
        post: operations["postPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of all clients of the caller */
        get: operations["getPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of a client */
        get: operations["getClientsByClientIdPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/people/{personId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a member out of a client */
        delete: operations["deleteClientsByClientIdPeopleByPersonId"];
        options?: never;
        head?: never;
        /** Change the role of a member; whom staff serves; open or close the account (provider owners) */
        patch: operations["patchClientsByClientIdPeopleByPersonId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/people/{personId}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take away app, recovery codes and passkeys of somebody who lost them */
        delete: operations["deleteClientsByClientIdPeopleByPersonIdSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/people/{personId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign a member out everywhere */
        delete: operations["deleteClientsByClientIdPeopleByPersonIdSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/people/{personId}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A one-time link with which a member chooses a new password */
        post: operations["postClientsByClientIdPeopleByPersonIdPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Staff of the provider who serve a client */
        get: operations["getClientsByClientIdStaff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/staff/{personId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let staff who serves named clients only serve this one (provider owners) */
        put: operations["putClientsByClientIdStaffByPersonId"];
        post?: never;
        /** Withdraw a client from staff who serves named clients only (provider owners) */
        delete: operations["deleteClientsByClientIdStaffByPersonId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/settings/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How mail is sent, without the password */
        get: operations["getClientsByClientIdSettingsMail"];
        /** Set how mail is sent; without a password the stored one is kept for the same server */
        put: operations["putClientsByClientIdSettingsMail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/settings/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test mail to my own address */
        post: operations["postClientsByClientIdSettingsMailTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks of a client, with what came of their last calls */
        get: operations["getClientsByClientIdWebhooks"];
        put?: never;
        /** Add a webhook; its secret is shown this once */
        post: operations["postClientsByClientIdWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a webhook */
        delete: operations["deleteClientsByClientIdWebhooksByWebhookId"];
        options?: never;
        head?: never;
        /** Change a webhook, or switch it on or off */
        patch: operations["patchClientsByClientIdWebhooksByWebhookId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/webhooks/{webhookId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; it is shown this once and the old one ends */
        post: operations["postClientsByClientIdWebhooksByWebhookIdSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a webhook now and show what came back */
        post: operations["postClientsByClientIdWebhooksByWebhookIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last calls of a webhook, newest first */
        get: operations["getClientsByClientIdWebhooksByWebhookIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/notify-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messengers and SMS gateways of a client; addresses and keys are never shown */
        get: operations["getClientsByClientIdNotifyChannels"];
        put?: never;
        /** Add ntfy, Teams, Slack or an SMS gateway */
        post: operations["postClientsByClientIdNotifyChannels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/notify-channels/{channelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a channel */
        delete: operations["deleteClientsByClientIdNotifyChannelsByChannelId"];
        options?: never;
        head?: never;
        /** Change a channel, or switch it on or off; a configuration is replaced as a whole */
        patch: operations["patchClientsByClientIdNotifyChannelsByChannelId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/notify-channels/{channelId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a test message now and show what came back */
        post: operations["postClientsByClientIdNotifyChannelsByChannelIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outgoing-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails and webhook calls over all clients of the caller, newest first */
        get: operations["getOutgoingMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/outgoing-messages/{messageId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a failed message again */
        post: operations["postClientsByClientIdOutgoingMessagesByMessageIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My messages, newest first, and how many I have not read */
        get: operations["getMeNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark messages as read: some, or all up to one */
        post: operations["postMeNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notification-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I hear of, by topic and channel */
        get: operations["getMeNotificationPreferences"];
        /** Choose what I hear of; null goes back to the default of my role */
        put: operations["putMeNotificationPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, over all clients of the caller, newest first */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A client's log as NDJSON, with checkpoints and public key: it can be verified alone */
        get: operations["getClientsByClientIdAuditExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changes, as server-sent events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/situation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What needs somebody now, over all clients of the caller */
        get: operations["getSituation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search over clients, systems, tickets, sites, people and software */
        get: operations["getSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clients of the caller */
        get: operations["getClients"];
        put?: never;
        /** Add a client (provider owners) */
        post: operations["postClients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One client */
        get: operations["getClientsByClientId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a client */
        patch: operations["patchClientsByClientId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites of a client */
        get: operations["getClientsByClientIdSites"];
        put?: never;
        /** Add a site */
        post: operations["postClientsByClientIdSites"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a site */
        patch: operations["patchClientsByClientIdSitesBySiteId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/enrolment-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Enrolment codes of a site */
        get: operations["getClientsByClientIdSitesBySiteIdEnrolmentCodes"];
        put?: never;
        /** Make a single-use code that enrols one system */
        post: operations["postClientsByClientIdSitesBySiteIdEnrolmentCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/enrolment-codes/{codeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an unused code */
        delete: operations["deleteClientsByClientIdSitesBySiteIdEnrolmentCodesByCodeId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Systems over all clients of the caller */
        get: operations["getAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a system without an agent */
        post: operations["postClientsByClientIdAssets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One system */
        get: operations["getClientsByClientIdAssetsByAssetId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change, move or archive a system */
        patch: operations["patchClientsByClientIdAssetsByAssetId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the agent found on a system */
        get: operations["getClientsByClientIdAssetsByAssetIdInventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/software": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Installed packages as package URLs */
        get: operations["getClientsByClientIdAssetsByAssetIdSoftware"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a system, newest first */
        get: operations["getClientsByClientIdAssetsByAssetIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/dependencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What depends on what */
        get: operations["getClientsByClientIdDependencies"];
        put?: never;
        /** Say that a site, a system or a check depends on a system or one of its checks */
        post: operations["postClientsByClientIdDependencies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/dependencies/{dependencyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a dependency */
        delete: operations["deleteClientsByClientIdDependenciesByDependencyId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites, systems and what depends on what, with their states */
        get: operations["getClientsByClientIdMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/dependants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Systems that cannot be reached any more when this one fails alone */
        get: operations["getClientsByClientIdAssetsByAssetIdDependants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/silences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Silences that last or will begin; with past also those that are over */
        get: operations["getClientsByClientIdSilences"];
        put?: never;
        /** Silence alerts for a time: they are recorded, but nobody is told */
        post: operations["postClientsByClientIdSilences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/silences/{silenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a silence now; what is still up is told then */
        delete: operations["deleteClientsByClientIdSilencesBySilenceId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/maintenance-windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maintenance windows with the time that runs now and the next one */
        get: operations["getClientsByClientIdMaintenanceWindows"];
        put?: never;
        /** Add a recurring or single maintenance window */
        post: operations["postClientsByClientIdMaintenanceWindows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/maintenance-windows/{maintenanceWindowId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a maintenance window */
        delete: operations["deleteClientsByClientIdMaintenanceWindowsByMaintenanceWindowId"];
        options?: never;
        head?: never;
        /** Change a maintenance window, or switch it on or off */
        patch: operations["patchClientsByClientIdMaintenanceWindowsByMaintenanceWindowId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Schedules with who is on call now */
        get: operations["getClientsByClientIdOnCallSchedules"];
        put?: never;
        /** Add a schedule */
        post: operations["postClientsByClientIdOnCallSchedules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a schedule that no escalation chain names */
        delete: operations["deleteClientsByClientIdOnCallSchedulesByOnCallScheduleId"];
        options?: never;
        head?: never;
        /** Change a schedule */
        patch: operations["patchClientsByClientIdOnCallSchedulesByOnCallScheduleId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on call from when to when, the gaps, and who stands in; 400 days at most */
        get: operations["getClientsByClientIdOnCallSchedulesByOnCallScheduleIdRoster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/substitutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody stand in, for everybody or for one person */
        post: operations["postClientsByClientIdOnCallSchedulesByOnCallScheduleIdSubstitutions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-schedules/{onCallScheduleId}/substitutions/{onCallSubstitutionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a substitution back */
        delete: operations["deleteClientsByClientIdOnCallSchedulesByOnCallScheduleIdSubstitutionsByOnCallSubstitutionId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can be put on call, and on which telephone */
        get: operations["getClientsByClientIdOnCallPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/on-call-people/{personId}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set or forget the telephone of somebody on call */
        put: operations["putClientsByClientIdOnCallPeopleByPersonIdPhone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/escalation-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Escalation chains in the order in which they are asked */
        get: operations["getClientsByClientIdEscalationPolicies"];
        put?: never;
        /** Add an escalation chain; one of the provider is for its clients as well */
        post: operations["postClientsByClientIdEscalationPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/escalation-policies/{escalationPolicyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an escalation chain */
        delete: operations["deleteClientsByClientIdEscalationPoliciesByEscalationPolicyId"];
        options?: never;
        head?: never;
        /** Change an escalation chain; what runs already goes on as it began */
        patch: operations["patchClientsByClientIdEscalationPoliciesByEscalationPolicyId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/alerts/{alertId}/escalation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the escalation of an alert stands; null when no chain is for it */
        get: operations["getClientsByClientIdAlertsByAlertIdEscalation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/rule-simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How often would this rule have fired? Nothing is stored */
        post: operations["postClientsByClientIdAssetsByAssetIdRuleSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/noisy-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks by how often they raised an alert in the last days, over all clients of the caller */
        get: operations["getNoisyRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/alarm-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long a failure waits for its cause, and from how many on alerts are told together */
        get: operations["getClientsByClientIdAlarmSettings"];
        /** Change these times */
        put: operations["putClientsByClientIdAlarmSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/delivered-series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the series that others deliver to a client, the first 200 that contain the text */
        get: operations["getClientsByClientIdDeliveredSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/delivered-series/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Series of one name that others deliver: their labels, and minimum, average and maximum over time */
        post: operations["postClientsByClientIdDeliveredSeriesQuery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/delivered-series/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete series of one name that others deliver, with all their values */
        post: operations["postClientsByClientIdDeliveredSeriesRemoval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete everything that was ever measured at a client; `confirm` repeats the id of the client */
        delete: operations["deleteClientsByClientIdSeries"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/check-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of checks: settings with defaults and limits, default rule and interval, who executes them */
        get: operations["getCheckKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/check-trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a check once, now and from the server, without saving it */
        post: operations["postClientsByClientIdAssetsByAssetIdCheckTrials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks of a system with their state */
        get: operations["getClientsByClientIdAssetsByAssetIdChecks"];
        put?: never;
        /** Add a check */
        post: operations["postClientsByClientIdAssetsByAssetIdChecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/checks/{checkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a check (one with alerts is switched off instead) */
        delete: operations["deleteClientsByClientIdAssetsByAssetIdChecksByCheckId"];
        options?: never;
        head?: never;
        /** Change, switch on or off a check */
        patch: operations["patchClientsByClientIdAssetsByAssetIdChecksByCheckId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Minimum, average and maximum over time */
        get: operations["getClientsByClientIdAssetsByAssetIdSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Newest value of every series, and when the agent was heard last */
        get: operations["getClientsByClientIdAssetsByAssetIdLatest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/series-retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For how many days the values of a client are kept */
        get: operations["getClientsByClientIdSeriesRetention"];
        /** Change for how many days the values of a client are kept; older ones are deleted */
        put: operations["putClientsByClientIdSeriesRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts over all clients of the caller, newest first */
        get: operations["getAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/alerts/{alertId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert with its rule and the series to look at */
        get: operations["getClientsByClientIdAlertsByAlertId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/alerts/{alertId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of an alert: who was told how, who took it, how it ended */
        get: operations["getClientsByClientIdAlertsByAlertIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/alerts/{alertId}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody takes care */
        post: operations["postClientsByClientIdAlertsByAlertIdAcknowledge"];
        /** Take the acknowledgement back */
        delete: operations["deleteClientsByClientIdAlertsByAlertIdAcknowledge"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may look over the networks of a site, and the last sweeps */
        get: operations["getClientsByClientIdSitesBySiteIdDiscovery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Allow to look over the networks of a site, how often, and what is accepted without being asked */
        patch: operations["patchClientsByClientIdSitesBySiteIdDiscovery"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an agent to look over the networks of its site */
        post: operations["postClientsByClientIdSitesBySiteIdDiscoverySweeps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery/sweeps/{sweepId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Call an agent back */
        delete: operations["deleteClientsByClientIdSitesBySiteIdDiscoverySweepsBySweepId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery/neighbours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was found at a site, what it probably is, and which checks would make sense */
        get: operations["getClientsByClientIdSitesBySiteIdDiscoveryNeighbours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make systems with checks of what was found */
        post: operations["postClientsByClientIdSitesBySiteIdDiscoveryAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive systems that were accepted, and propose them again */
        post: operations["postClientsByClientIdSitesBySiteIdDiscoveryUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/sites/{siteId}/discovery/ignore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose something no longer, or again */
        post: operations["postClientsByClientIdSitesBySiteIdDiscoveryIgnore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/assets/{assetId}/checks/{checkId}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Last sign of life of a job, and when the next one is due */
        get: operations["getClientsByClientIdAssetsByAssetIdChecksByCheckIdHeartbeat"];
        put?: never;
        /** Make the address that a job calls, in place of an old one; it is shown this once */
        post: operations["postClientsByClientIdAssetsByAssetIdChecksByCheckIdHeartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/ingest-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens with which senders deliver to this client */
        get: operations["getClientsByClientIdIngestTokens"];
        put?: never;
        /** Make a token for a sender; its text is shown this once */
        post: operations["postClientsByClientIdIngestTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/ingest-tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token */
        delete: operations["deleteClientsByClientIdIngestTokensByTokenId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/ingest-quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much this client may deliver */
        get: operations["getClientsByClientIdIngestQuota"];
        /** Change how much this client may deliver */
        put: operations["putClientsByClientIdIngestQuota"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/settings/mail/mailboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mailboxes that become tickets, without their passwords */
        get: operations["getClientsByClientIdSettingsMailMailboxes"];
        put?: never;
        /** Add a mailbox */
        post: operations["postClientsByClientIdSettingsMailMailboxes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/settings/mail/mailboxes/{mailboxId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a mailbox; without a password the stored one is kept for the same server */
        put: operations["putClientsByClientIdSettingsMailMailboxesByMailboxId"];
        post?: never;
        /** Remove a mailbox; the mails that came from it stay */
        delete: operations["deleteClientsByClientIdSettingsMailMailboxesByMailboxId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/settings/mail/mailboxes/{mailboxId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in to a mailbox and open its folders, now */
        post: operations["postClientsByClientIdSettingsMailMailboxesByMailboxIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/waiting-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails without a client, or put aside; newest first */
        get: operations["getClientsByClientIdWaitingMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/waiting-mail/{mailId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with its text */
        get: operations["getClientsByClientIdWaitingMailByMailId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/waiting-mail/{mailId}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The raw mail, as it came */
        get: operations["getClientsByClientIdWaitingMailByMailIdRaw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/waiting-mail/{mailId}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a mail to a client: to one of its tickets, or as a new one */
        post: operations["postClientsByClientIdWaitingMailByMailIdAssign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/waiting-mail/{mailId}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a mail aside, with the reason */
        post: operations["postClientsByClientIdWaitingMailByMailIdDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/waiting-mail/{mailId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a mail that was put aside back into the queue */
        post: operations["postClientsByClientIdWaitingMailByMailIdRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/mail-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mail domains of the client: whoever writes from one belongs to it */
        get: operations["getClientsByClientIdMailDomains"];
        /** Set the mail domains of the client */
        put: operations["putClientsByClientIdMailDomains"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/tickets/{ticketId}/mails/{mailId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A mail of a ticket as text, with what was quoted in it */
        get: operations["getClientsByClientIdTicketsByTicketIdMailsByMailId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/tickets/{ticketId}/mails/{mailId}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The raw mail, as it came */
        get: operations["getClientsByClientIdTicketsByTicketIdMailsByMailIdRaw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/tickets/{ticketId}/attachments/{attachmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attachment, to be saved */
        get: operations["getClientsByClientIdTicketsByTicketIdAttachmentsByAttachmentId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tickets over all clients of the caller */
        get: operations["getTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a ticket */
        post: operations["postClientsByClientIdTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/tickets/{ticketId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One ticket with conversation, clocks and history */
        get: operations["getClientsByClientIdTicketsByTicketId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change state, priority, assignee or side */
        patch: operations["patchClientsByClientIdTicketsByTicketId"];
        trace?: never;
    };
    "/api/v1/clients/{clientId}/tickets/{ticketId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer, or leave an internal note */
        post: operations["postClientsByClientIdTicketsByTicketIdMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{clientId}/service-level": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Business hours and promised times in force */
        get: operations["getClientsByClientIdServiceLevel"];
        /** Set business hours and promised times from today on */
        put: operations["putClientsByClientIdServiceLevel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/v1/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrol an agent with a single-use code */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        protocol: number;
                        token: string;
                        publicKey: string;
                        proof: string;
                        host: {
                            hostname: string;
                            machine: string;
                            /** @enum {string} */
                            platform: "linux" | "win32" | "darwin";
                            arch: string;
                            os: string;
                            agentVersion: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            agentId: string;
                            /** Format: uuid */
                            assetId: string;
                            clientName: string;
                            siteName: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/download/{target}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executable of the agent */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    target: "linux-x64" | "linux-arm64" | "win-x64";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/v1/prometheus/write": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prometheus remote write 1.0 and 2.0
         * @description Bearer token, or Basic with any name and the token as password. 204: durable. 400: something of it is never accepted, the rest is stored. 429 and 503: repeat after Retry-After.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/v1/otlp/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * OTLP/HTTP metrics
         * @description Bearer token. Gauges, cumulative sums, explicit histograms and summaries; what is not accepted is named in partial_success. 429 and 503: repeat after Retry-After.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/v1/alertmanager/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alertmanager webhook, version 4
         * @description Bearer token, or Basic with any name and the token as password. Repeating a message changes nothing; set send_resolved: true, so that alerts end.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/beat/v1/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job has done its work
         * @description Called by the job itself. `start`, `fail`, or the exit code (0 is success) behind the token tell more.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /**
         * A job has done its work
         * @description Called by the job itself. `start`, `fail`, or the exit code (0 is success) behind the token tell more.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/beat/v1/{token}/{signal}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job begins, fails, or ended with an exit code
         * @description Called by the job itself. `start`, `fail`, or the exit code (0 is success) behind the token tell more.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                    signal: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /**
         * A job begins, fails, or ended with an exit code
         * @description Called by the job itself. `start`, `fail`, or the exit code (0 is success) behind the token tell more.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                    signal: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        setup: {
                            open: boolean;
                        };
                        passkeysPossible: boolean;
                        person: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            locale: "de" | "en";
                            /** @enum {string} */
                            theme: "auto" | "light" | "dark";
                        } | null;
                        via: ("session" | "api-key") | null;
                        side: ("provider" | "client") | null;
                        clients: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "provider" | "client";
                            code: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                            permissions: ("client.read" | "client.manage" | "site.manage" | "asset.read" | "asset.manage" | "agent.enrol" | "check.manage" | "discovery.manage" | "ingest.manage" | "alert.read" | "alert.acknowledge" | "ticket.read" | "ticket.create" | "ticket.work" | "people.read" | "people.manage" | "audit.read" | "settings.read" | "settings.manage")[];
                        }[];
                        secondFactor: {
                            totp: boolean;
                            passkeys: number;
                            password: boolean;
                            recoveryCodesLeft: number;
                            required: boolean;
                            missing: boolean;
                            advised: boolean;
                        } | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    providerName: string;
                    ownerName: string;
                    email: string;
                    password?: string;
                    passkey?: {
                        id: string;
                        /** @enum {string} */
                        type: "public-key";
                    } & {
                        [key: string]: unknown;
                    };
                    /**
                     * @default de
                     * @enum {string}
                     */
                    locale?: "de" | "en";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSetupPasskeyOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    ownerName: string;
                    email: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSessionSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secondFactorRequired: boolean;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSessionSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSessionPasskeyOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSessionPasskeyVerify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    response: {
                        id: string;
                        /** @enum {string} */
                        type: "public-key";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postSessionSignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        email: string;
                        /** @enum {string} */
                        locale: "de" | "en";
                        /** @enum {string} */
                        theme: "auto" | "light" | "dark";
                        secondFactor: {
                            totp: boolean;
                            passkeys: number;
                            password: boolean;
                            recoveryCodesLeft: number;
                            required: boolean;
                            missing: boolean;
                            advised: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    locale?: "de" | "en";
                    /** @enum {string} */
                    theme?: "auto" | "light" | "dark";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        email: string;
                        /** @enum {string} */
                        locale: "de" | "en";
                        /** @enum {string} */
                        theme: "auto" | "light" | "dark";
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current?: string;
                    next: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAccountSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            current: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            lastSeenAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            address: string | null;
                            device: string;
                            secondFactor: boolean;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteAccountSessionsBySessionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountSessionsEndOthers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        uri: string;
                        secret: string;
                        qr: {
                            size: number;
                            path: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteAccountTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountTotpConfirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountTotpRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAccountPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string | null;
                            authenticator: string | null;
                            synced: boolean;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    response: {
                        id: string;
                        /** @enum {string} */
                        type: "public-key";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountPasskeysOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteAccountPasskeysByPasskeyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchAccountPasskeysByPasskeyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSecondFactorPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        roles: ("owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee")[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdSecondFactorPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    roles: ("owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        roles: ("owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee")[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAccountApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            clientId: string;
                            name: string;
                            hint: string;
                            permissions: string[];
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                            revokedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postAccountApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    clientId: string;
                    name: string;
                    permissions: ("client.read" | "client.manage" | "site.manage" | "asset.read" | "asset.manage" | "agent.enrol" | "check.manage" | "discovery.manage" | "ingest.manage" | "alert.read" | "alert.acknowledge" | "ticket.read" | "ticket.create" | "ticket.work" | "people.read" | "people.manage" | "audit.read" | "settings.read" | "settings.manage")[];
                    /** @default 90 */
                    expiresInDays?: number;
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        key: string;
                        hint: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteAccountApiKeysByKeyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            clientId: string;
                            name: string;
                            hint: string;
                            permissions: string[];
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                            revokedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdApiKeysByKeyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                            /** @enum {string} */
                            serves: "all" | "granted";
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            /** @enum {string} */
                            state: "open" | "accepted" | "revoked" | "expired";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @default  */
                    name?: string;
                    /** @enum {string} */
                    role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                    /**
                     * @default all
                     * @enum {string}
                     */
                    serves?: "all" | "granted";
                    /** @enum {string} */
                    locale?: "de" | "en";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: string;
                        /** Format: date-time */
                        expiresAt: string;
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdInvitationsByInvitationIdResend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitationId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: string;
                        /** Format: date-time */
                        expiresAt: string;
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdInvitationsByInvitationId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitationId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postInvitationsLookup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                        clientName: string;
                        invitedBy: string | null;
                        /** Format: date-time */
                        expiresAt: string;
                        /** @enum {string} */
                        next: "register" | "sign-in" | "join" | "sign-out";
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postInvitationsAccept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    name: string;
                    password: string;
                    /**
                     * @default de
                     * @enum {string}
                     */
                    locale?: "de" | "en";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postInvitationsJoin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postPasswordResetRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mail: boolean;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postPasswordResetLookup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getPeople: {
        parameters: {
            query?: {
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            disabled: boolean;
                            secondFactor: boolean | null;
                            memberships: {
                                /** Format: uuid */
                                clientId: string;
                                clientCode: string;
                                clientName: string;
                                /** @enum {string} */
                                role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                                /** @enum {string} */
                                serves: "all" | "granted";
                                /** Format: date-time */
                                since: string;
                            }[];
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdPeople: {
        parameters: {
            query?: {
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                            disabled: boolean;
                            secondFactor: boolean | null;
                            memberships: {
                                /** Format: uuid */
                                clientId: string;
                                clientCode: string;
                                clientName: string;
                                /** @enum {string} */
                                role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                                /** @enum {string} */
                                serves: "all" | "granted";
                                /** Format: date-time */
                                since: string;
                            }[];
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdPeopleByPersonId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdPeopleByPersonId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                    /** @enum {string} */
                    serves?: "all" | "granted";
                    disabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdPeopleByPersonIdSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdPeopleByPersonIdSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdPeopleByPersonIdPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            personId: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "technician" | "auditor" | "management" | "it-coordinator" | "employee";
                            grantedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdStaffByPersonId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdStaffByPersonId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSettingsMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mail: {
                            host: string;
                            port: number;
                            /** @enum {string} */
                            security: "starttls-required" | "tls" | "none-loopback-only";
                            user: string | null;
                            fromName: string;
                            /** Format: email */
                            fromAddress: string;
                            replyTo: string | null;
                            ca: string | null;
                            hasPassword: boolean;
                        } | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdSettingsMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    host: string;
                    port: number;
                    /** @enum {string} */
                    security: "starttls-required" | "tls" | "none-loopback-only";
                    /** @default null */
                    user?: string | null;
                    /** @default Rettungsanker */
                    fromName?: string;
                    /** Format: email */
                    fromAddress: string;
                    /** @default null */
                    replyTo?: string | null;
                    /** @default null */
                    ca?: string | null;
                    password?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mail: {
                            host: string;
                            port: number;
                            /** @enum {string} */
                            security: "starttls-required" | "tls" | "none-loopback-only";
                            user: string | null;
                            fromName: string;
                            /** Format: email */
                            fromAddress: string;
                            replyTo: string | null;
                            ca: string | null;
                            hasPassword: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSettingsMailTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        to: string;
                        answer: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            url: string;
                            kinds: string[];
                            enabled: boolean;
                            goneAt: string | null;
                            allowPrivate: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            last: {
                                /** Format: date-time */
                                at: string;
                                status: number | null;
                                error: string | null;
                                problem: {
                                    /** @enum {string} */
                                    reason: "RA_DELIVERY_NAME" | "RA_DELIVERY_REFUSED" | "RA_DELIVERY_UNREACHABLE" | "RA_DELIVERY_TIMEOUT" | "RA_DELIVERY_CUT" | "RA_DELIVERY_TLS" | "RA_DELIVERY_CERTIFICATE" | "RA_DELIVERY_SIGN_IN" | "RA_DELIVERY_REJECTED" | "RA_DELIVERY_LATER" | "RA_DELIVERY_REDIRECT" | "RA_DELIVERY_NOT_FOUND" | "RA_DELIVERY_GONE" | "RA_DELIVERY_RECEIVER_BROKEN" | "RA_DELIVERY_NOT_PUBLIC" | "RA_MAIL_NOT_CONFIGURED" | "RA_DELIVERY_NO_ACCESS" | "RA_DELIVERY_WEBHOOK_REMOVED" | "RA_DELIVERY_WEBHOOK_OFF" | "RA_DELIVERY_STOPPED" | "RA_DELIVERY_UNKNOWN";
                                    problem: string;
                                    advice: string;
                                    answer: string | null;
                                } | null;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    url: string;
                    /** @default [] */
                    kinds?: string[];
                    /** @default true */
                    enabled?: boolean;
                    /** @default false */
                    allowPrivate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        secret: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdWebhooksByWebhookId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdWebhooksByWebhookId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    url?: string;
                    kinds?: string[];
                    enabled?: boolean;
                    allowPrivate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        url: string;
                        kinds: string[];
                        enabled: boolean;
                        goneAt: string | null;
                        allowPrivate: boolean;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdWebhooksByWebhookIdSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdWebhooksByWebhookIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: number | null;
                        error: string | null;
                        problem: {
                            /** @enum {string} */
                            reason: "RA_DELIVERY_NAME" | "RA_DELIVERY_REFUSED" | "RA_DELIVERY_UNREACHABLE" | "RA_DELIVERY_TIMEOUT" | "RA_DELIVERY_CUT" | "RA_DELIVERY_TLS" | "RA_DELIVERY_CERTIFICATE" | "RA_DELIVERY_SIGN_IN" | "RA_DELIVERY_REJECTED" | "RA_DELIVERY_LATER" | "RA_DELIVERY_REDIRECT" | "RA_DELIVERY_NOT_FOUND" | "RA_DELIVERY_GONE" | "RA_DELIVERY_RECEIVER_BROKEN" | "RA_DELIVERY_NOT_PUBLIC" | "RA_MAIL_NOT_CONFIGURED" | "RA_DELIVERY_NO_ACCESS" | "RA_DELIVERY_WEBHOOK_REMOVED" | "RA_DELIVERY_WEBHOOK_OFF" | "RA_DELIVERY_STOPPED" | "RA_DELIVERY_UNKNOWN";
                            problem: string;
                            advice: string;
                            answer: string | null;
                        } | null;
                        durationMs: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdWebhooksByWebhookIdDeliveries: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                webhookId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            deliveryId: string;
                            kind: string;
                            /** Format: date-time */
                            at: string;
                            attempt: number;
                            durationMs: number;
                            status: number | null;
                            error: string | null;
                            problem: {
                                /** @enum {string} */
                                reason: "RA_DELIVERY_NAME" | "RA_DELIVERY_REFUSED" | "RA_DELIVERY_UNREACHABLE" | "RA_DELIVERY_TIMEOUT" | "RA_DELIVERY_CUT" | "RA_DELIVERY_TLS" | "RA_DELIVERY_CERTIFICATE" | "RA_DELIVERY_SIGN_IN" | "RA_DELIVERY_REJECTED" | "RA_DELIVERY_LATER" | "RA_DELIVERY_REDIRECT" | "RA_DELIVERY_NOT_FOUND" | "RA_DELIVERY_GONE" | "RA_DELIVERY_RECEIVER_BROKEN" | "RA_DELIVERY_NOT_PUBLIC" | "RA_MAIL_NOT_CONFIGURED" | "RA_DELIVERY_NO_ACCESS" | "RA_DELIVERY_WEBHOOK_REMOVED" | "RA_DELIVERY_WEBHOOK_OFF" | "RA_DELIVERY_STOPPED" | "RA_DELIVERY_UNKNOWN";
                                problem: string;
                                advice: string;
                                answer: string | null;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdNotifyChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "ntfy" | "teams" | "slack" | "sms";
                            name: string;
                            shown: string;
                            kinds: string[];
                            /** @enum {string} */
                            minimum: "info" | "warning" | "critical";
                            receivers: string[];
                            enabled: boolean;
                            allowPrivate: boolean;
                            lastAt: string | null;
                            lastError: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdNotifyChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    config: {
                        url: string;
                        topic: string;
                        token?: string;
                        /** @enum {string} */
                        kind: "ntfy";
                    } | {
                        url: string;
                        /** @enum {string} */
                        kind: "teams";
                    } | {
                        url: string;
                        /** @enum {string} */
                        kind: "slack";
                    } | {
                        /**
                         * @default POST
                         * @enum {string}
                         */
                        method?: "GET" | "POST" | "PUT";
                        url: string;
                        /** @default {} */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @default  */
                        body?: string;
                        /** @enum {string} */
                        kind: "sms";
                    };
                    /**
                     * @default [
                     *       "alert.*"
                     *     ]
                     */
                    kinds?: string[];
                    /**
                     * @default warning
                     * @enum {string}
                     */
                    minimum?: "info" | "warning" | "critical";
                    /** @default [] */
                    receivers?: string[];
                    /** @default true */
                    enabled?: boolean;
                    /** @default false */
                    allowPrivate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdNotifyChannelsByChannelId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdNotifyChannelsByChannelId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    config?: {
                        url: string;
                        topic: string;
                        token?: string;
                        /** @enum {string} */
                        kind: "ntfy";
                    } | {
                        url: string;
                        /** @enum {string} */
                        kind: "teams";
                    } | {
                        url: string;
                        /** @enum {string} */
                        kind: "slack";
                    } | {
                        /**
                         * @default POST
                         * @enum {string}
                         */
                        method?: "GET" | "POST" | "PUT";
                        url: string;
                        /** @default {} */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @default  */
                        body?: string;
                        /** @enum {string} */
                        kind: "sms";
                    };
                    kinds?: string[];
                    /** @enum {string} */
                    minimum?: "info" | "warning" | "critical";
                    receivers?: string[];
                    enabled?: boolean;
                    allowPrivate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "ntfy" | "teams" | "slack" | "sms";
                        name: string;
                        shown: string;
                        kinds: string[];
                        /** @enum {string} */
                        minimum: "info" | "warning" | "critical";
                        receivers: string[];
                        enabled: boolean;
                        allowPrivate: boolean;
                        lastAt: string | null;
                        lastError: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdNotifyChannelsByChannelIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    to?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        status: number | null;
                        error: string | null;
                        durationMs: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getOutgoingMessages: {
        parameters: {
            query?: {
                client?: string;
                state?: "pending" | "sent" | "failed";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            clientId: string;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            channel: "mail" | "webhook" | "channel";
                            address: string;
                            kind: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            objectKind: string;
                            /** Format: uuid */
                            objectId: string;
                            /** @enum {string} */
                            state: "pending" | "sent" | "failed";
                            attempts: number;
                            attemptedAt: string | null;
                            sentAt: string | null;
                            lastError: string | null;
                            problem: {
                                /** @enum {string} */
                                reason: "RA_DELIVERY_NAME" | "RA_DELIVERY_REFUSED" | "RA_DELIVERY_UNREACHABLE" | "RA_DELIVERY_TIMEOUT" | "RA_DELIVERY_CUT" | "RA_DELIVERY_TLS" | "RA_DELIVERY_CERTIFICATE" | "RA_DELIVERY_SIGN_IN" | "RA_DELIVERY_REJECTED" | "RA_DELIVERY_LATER" | "RA_DELIVERY_REDIRECT" | "RA_DELIVERY_NOT_FOUND" | "RA_DELIVERY_GONE" | "RA_DELIVERY_RECEIVER_BROKEN" | "RA_DELIVERY_NOT_PUBLIC" | "RA_MAIL_NOT_CONFIGURED" | "RA_DELIVERY_NO_ACCESS" | "RA_DELIVERY_WEBHOOK_REMOVED" | "RA_DELIVERY_WEBHOOK_OFF" | "RA_DELIVERY_STOPPED" | "RA_DELIVERY_UNKNOWN";
                                problem: string;
                                advice: string;
                                answer: string | null;
                            } | null;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdOutgoingMessagesByMessageIdRetry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getMeNotifications: {
        parameters: {
            query?: {
                unread?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            clientId: string;
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            subject: string;
                            lines: string[];
                            objectKind: string;
                            /** Format: uuid */
                            objectId: string;
                            path: string;
                            /** Format: date-time */
                            at: string;
                            readAt: string | null;
                        }[];
                        nextCursor?: string;
                        unread: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postMeNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: {
                        /** Format: uuid */
                        clientId: string;
                        /** Format: uuid */
                        id: string;
                    }[];
                } | {
                    /** Format: uuid */
                    upTo: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getMeNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            topic: "alert" | "ticket" | "own-ticket" | "operation";
                            /** @enum {string} */
                            channel: "console" | "mail";
                            /** @enum {string} */
                            minimum: "info" | "warning" | "critical" | "off";
                            /** @enum {string} */
                            default: "info" | "warning" | "critical" | "off";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putMeNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: {
                        /** @enum {string} */
                        topic: "alert" | "ticket" | "own-ticket" | "operation";
                        /** @enum {string} */
                        channel: "console" | "mail";
                        minimum: ("info" | "warning" | "critical" | "off") | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            topic: "alert" | "ticket" | "own-ticket" | "operation";
                            /** @enum {string} */
                            channel: "console" | "mail";
                            /** @enum {string} */
                            minimum: "info" | "warning" | "critical" | "off";
                            /** @enum {string} */
                            default: "info" | "warning" | "critical" | "off";
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                client?: string;
                action?: string;
                actor?: string;
                object?: string;
                from?: string;
                to?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            actorKind: "person" | "api-key" | "agent" | "system" | "anonymous";
                            actorId: string | null;
                            actorName: string;
                            action: string;
                            objectKind: string;
                            objectId: string | null;
                            details: {
                                [key: string]: unknown;
                            };
                            fields: {
                                name: string;
                                label: string;
                                from?: string | null;
                                to: string | null;
                            }[];
                            requestId: string | null;
                            address: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAuditExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getSituation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        storageFull: boolean;
                        clients: {
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            clientCode: string;
                            /** @enum {string} */
                            clientKind: "provider" | "client";
                            systems: number;
                            ok: number;
                            warning: number;
                            critical: number;
                            unknown: number;
                            alerts: number;
                            tickets: number;
                            overdue: number;
                        }[];
                        silent: {
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            /** Format: uuid */
                            assetId: string;
                            name: string;
                            lastSeenAt: string | null;
                            disconnectedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getSearch: {
        parameters: {
            query: {
                q: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            kind: "client" | "site" | "asset" | "ticket" | "person" | "software";
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            /** Format: uuid */
                            id: string;
                            title: string;
                            detail: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClients: {
        parameters: {
            query?: {
                q?: string;
                archived?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "provider" | "client";
                            code: string;
                            name: string;
                            /** @enum {string} */
                            locale: "de" | "en";
                            /** Format: date-time */
                            createdAt: string;
                            archivedAt: string | null;
                            assets: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    code?: string;
                    /**
                     * @default de
                     * @enum {string}
                     */
                    locale?: "de" | "en";
                    /** @default  */
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "provider" | "client";
                        code: string;
                        name: string;
                        /** @enum {string} */
                        locale: "de" | "en";
                        /** Format: date-time */
                        createdAt: string;
                        archivedAt: string | null;
                        notes: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    locale?: "de" | "en";
                    notes?: string;
                    archived?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "provider" | "client";
                        code: string;
                        name: string;
                        /** @enum {string} */
                        locale: "de" | "en";
                        /** Format: date-time */
                        createdAt: string;
                        archivedAt: string | null;
                        notes: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            clientId: string;
                            name: string;
                            timeZone: string;
                            state: string | null;
                            municipality: string | null;
                            networks: string[];
                            serverNetworks: string[];
                            allowLoopback: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            archivedAt: string | null;
                            assets: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default Europe/Berlin */
                    timeZone?: string;
                    /** @default null */
                    state?: string | null;
                    /** @default null */
                    municipality?: ("by-mostly-catholic" | "by-augsburg" | "sn-corpus-christi" | "th-corpus-christi") | null;
                    /** @default [] */
                    networks?: string[];
                    /** @default false */
                    allowLoopback?: boolean;
                    /** @default [] */
                    serverNetworks?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdSitesBySiteId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    timeZone?: string;
                    state?: string | null;
                    municipality?: ("by-mostly-catholic" | "by-augsburg" | "sn-corpus-christi" | "th-corpus-christi") | null;
                    networks?: string[];
                    allowLoopback?: boolean;
                    serverNetworks?: string[];
                    archived?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSitesBySiteIdEnrolmentCodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            siteId: string;
                            /** @enum {string} */
                            assetKind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            usedAt: string | null;
                            revokedAt: string | null;
                            agentId: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSitesBySiteIdEnrolmentCodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default server
                     * @enum {string}
                     */
                    assetKind?: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                    /** @default 60 */
                    validMinutes?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        /** Format: date-time */
                        expiresAt: string;
                        commands: {
                            linux: string;
                            windows: string;
                            source: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdSitesBySiteIdEnrolmentCodesByCodeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                codeId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAssets: {
        parameters: {
            query?: {
                client?: string;
                site?: string;
                q?: string;
                status?: "ok" | "warning" | "critical" | "unknown" | "paused";
                kind?: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                archived?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            clientCode: string;
                            /** Format: uuid */
                            siteId: string;
                            siteName: string;
                            timeZone: string;
                            /** @enum {string} */
                            kind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                            name: string;
                            description: string;
                            /** @enum {string} */
                            importance: "low" | "normal" | "high" | "critical";
                            /** @enum {string} */
                            status: "ok" | "warning" | "critical" | "unknown" | "paused";
                            os: string | null;
                            address: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            archivedAt: string | null;
                            agentId: string | null;
                            agentVersion: string | null;
                            agentPlatform: string | null;
                            connected: boolean;
                            lastSeenAt: string | null;
                            connectedAt: string | null;
                            disconnectedAt: string | null;
                            enrolledAt: string | null;
                            skewMs: number | null;
                            droppedBatches: number | null;
                            sampleIntervalMs: number | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdAssets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    siteId: string;
                    /** @enum {string} */
                    kind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                    name: string;
                    /** @default  */
                    description?: string;
                    /** @default null */
                    address?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        /** Format: uuid */
                        siteId: string;
                        siteName: string;
                        timeZone: string;
                        /** @enum {string} */
                        kind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                        name: string;
                        description: string;
                        /** @enum {string} */
                        importance: "low" | "normal" | "high" | "critical";
                        /** @enum {string} */
                        status: "ok" | "warning" | "critical" | "unknown" | "paused";
                        os: string | null;
                        address: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        archivedAt: string | null;
                        agentId: string | null;
                        agentVersion: string | null;
                        agentPlatform: string | null;
                        connected: boolean;
                        lastSeenAt: string | null;
                        connectedAt: string | null;
                        disconnectedAt: string | null;
                        enrolledAt: string | null;
                        skewMs: number | null;
                        droppedBatches: number | null;
                        sampleIntervalMs: number | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdAssetsByAssetId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    kind?: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                    description?: string;
                    /** @enum {string} */
                    importance?: "low" | "normal" | "high" | "critical";
                    /** Format: uuid */
                    siteId?: string;
                    sampleIntervalMs?: number;
                    archived?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        /** Format: uuid */
                        siteId: string;
                        siteName: string;
                        timeZone: string;
                        /** @enum {string} */
                        kind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                        name: string;
                        description: string;
                        /** @enum {string} */
                        importance: "low" | "normal" | "high" | "critical";
                        /** @enum {string} */
                        status: "ok" | "warning" | "critical" | "unknown" | "paused";
                        os: string | null;
                        address: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        archivedAt: string | null;
                        agentId: string | null;
                        agentVersion: string | null;
                        agentPlatform: string | null;
                        connected: boolean;
                        lastSeenAt: string | null;
                        connectedAt: string | null;
                        disconnectedAt: string | null;
                        enrolledAt: string | null;
                        skewMs: number | null;
                        droppedBatches: number | null;
                        sampleIntervalMs: number | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdInventory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sections: {
                            section: string;
                            facts: unknown;
                            /** Format: date-time */
                            collectedAt: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdSoftware: {
        parameters: {
            query?: {
                q?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            purl: string;
                            name: string;
                            version: string;
                            source: string | null;
                            /** Format: date-time */
                            firstSeenAt: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdHistory: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            actor: string | null;
                            details: {
                                [key: string]: unknown;
                            };
                            fields: {
                                name: string;
                                label: string;
                                from?: string | null;
                                to: string | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdDependencies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            siteId: string | null;
                            siteName: string | null;
                            assetId: string | null;
                            assetName: string | null;
                            checkId: string | null;
                            checkName: string | null;
                            /** Format: uuid */
                            parentAssetId: string;
                            parentAssetName: string;
                            parentCheckId: string | null;
                            parentCheckName: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdDependencies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    siteId?: string;
                    /** Format: uuid */
                    assetId?: string;
                    /** Format: uuid */
                    checkId?: string;
                    /** Format: uuid */
                    parentAssetId: string;
                    /** Format: uuid */
                    parentCheckId?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdDependenciesByDependencyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dependencyId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sites: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            networks: string[];
                        }[];
                        systems: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            siteId: string;
                            name: string;
                            /** @enum {string} */
                            kind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                            /** @enum {string} */
                            status: "ok" | "warning" | "critical" | "unknown" | "paused";
                            address: string | null;
                            part: ("cause" | "consequence") | null;
                        }[];
                        links: {
                            /** Format: uuid */
                            childId: string;
                            /** Format: uuid */
                            parentId: string;
                            /** @enum {string} */
                            by: "system" | "site" | "check";
                        }[];
                        cables: {
                            /** Format: uuid */
                            fromId: string;
                            fromPort: string;
                            /** Format: uuid */
                            toId: string;
                            toPort: string | null;
                            /** @enum {string} */
                            source: "lldp" | "cdp" | "fdb";
                            /** Format: date-time */
                            seenAt: string;
                        }[];
                        truncated: boolean;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdDependants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSilences: {
        parameters: {
            query?: {
                past?: "true" | "false";
                limit?: number;
            };
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            matcher: {
                                siteIds?: string[];
                                assetIds?: string[];
                                checkIds?: string[];
                                kinds?: string[];
                                severities?: ("info" | "warning" | "critical")[];
                            };
                            reason: string;
                            /** Format: date-time */
                            startsAt: string;
                            /** Format: date-time */
                            endsAt: string;
                            active: boolean;
                            alerts: number;
                            createdByName: string;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSilences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    matcher: {
                        siteIds?: string[];
                        assetIds?: string[];
                        checkIds?: string[];
                        kinds?: string[];
                        severities?: ("info" | "warning" | "critical")[];
                    };
                    reason: string;
                    /** Format: date-time */
                    startsAt?: string;
                    /** Format: date-time */
                    endsAt: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdSilencesBySilenceId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                silenceId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdMaintenanceWindows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            reason: string;
                            matcher: {
                                siteIds?: string[];
                                assetIds?: string[];
                                checkIds?: string[];
                                kinds?: string[];
                                severities?: ("info" | "warning" | "critical")[];
                            };
                            window: {
                                recurrence: {
                                    /** @enum {string} */
                                    kind: "once";
                                    date: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "daily";
                                } | {
                                    /** @enum {string} */
                                    kind: "weekly";
                                    weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                } | {
                                    /** @enum {string} */
                                    kind: "monthly";
                                    nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                                    /** @enum {string} */
                                    weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                                } | {
                                    /** @enum {string} */
                                    kind: "month-day";
                                    day: number;
                                };
                                from: string;
                                until: string;
                                untilDays?: number;
                                startsOn?: string;
                                endsOn?: string;
                                timeZone: string;
                            };
                            enabled: boolean;
                            current: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            } | null;
                            next: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            } | null;
                            alerts: number;
                            createdByName: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdMaintenanceWindows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default  */
                    reason?: string;
                    matcher: {
                        siteIds?: string[];
                        assetIds?: string[];
                        checkIds?: string[];
                        kinds?: string[];
                        severities?: ("info" | "warning" | "critical")[];
                    };
                    window: {
                        recurrence: {
                            /** @enum {string} */
                            kind: "once";
                            date: string;
                        } | {
                            /** @enum {string} */
                            kind: "daily";
                        } | {
                            /** @enum {string} */
                            kind: "weekly";
                            weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                        } | {
                            /** @enum {string} */
                            kind: "monthly";
                            nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                            /** @enum {string} */
                            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                        } | {
                            /** @enum {string} */
                            kind: "month-day";
                            day: number;
                        };
                        from: string;
                        until: string;
                        untilDays?: number;
                        startsOn?: string;
                        endsOn?: string;
                        timeZone: string;
                    };
                    /** @default true */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdMaintenanceWindowsByMaintenanceWindowId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                maintenanceWindowId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdMaintenanceWindowsByMaintenanceWindowId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                maintenanceWindowId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    reason?: string;
                    matcher?: {
                        siteIds?: string[];
                        assetIds?: string[];
                        checkIds?: string[];
                        kinds?: string[];
                        severities?: ("info" | "warning" | "critical")[];
                    };
                    window?: {
                        recurrence: {
                            /** @enum {string} */
                            kind: "once";
                            date: string;
                        } | {
                            /** @enum {string} */
                            kind: "daily";
                        } | {
                            /** @enum {string} */
                            kind: "weekly";
                            weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                        } | {
                            /** @enum {string} */
                            kind: "monthly";
                            nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                            /** @enum {string} */
                            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                        } | {
                            /** @enum {string} */
                            kind: "month-day";
                            day: number;
                        };
                        from: string;
                        until: string;
                        untilDays?: number;
                        startsOn?: string;
                        endsOn?: string;
                        timeZone: string;
                    };
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdOnCallSchedules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            schedule: {
                                timeZone: string;
                                layers: {
                                    name: string;
                                    people: string[];
                                    startsAt: string;
                                    rotation: {
                                        every: number;
                                        /** @enum {string} */
                                        unit: "hour" | "day" | "week";
                                    };
                                    windows?: {
                                        recurrence: {
                                            /** @enum {string} */
                                            kind: "once";
                                            date: string;
                                        } | {
                                            /** @enum {string} */
                                            kind: "daily";
                                        } | {
                                            /** @enum {string} */
                                            kind: "weekly";
                                            weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                        } | {
                                            /** @enum {string} */
                                            kind: "monthly";
                                            nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                                            /** @enum {string} */
                                            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                                        } | {
                                            /** @enum {string} */
                                            kind: "month-day";
                                            day: number;
                                        };
                                        from: string;
                                        until: string;
                                        untilDays?: number;
                                        startsOn?: string;
                                        endsOn?: string;
                                    }[];
                                }[];
                            };
                            now: {
                                /** Format: uuid */
                                personId: string;
                                personName: string | null;
                            } | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdOnCallSchedules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    schedule: {
                        timeZone: string;
                        layers: {
                            name: string;
                            people: string[];
                            startsAt: string;
                            rotation: {
                                every: number;
                                /** @enum {string} */
                                unit: "hour" | "day" | "week";
                            };
                            windows?: {
                                recurrence: {
                                    /** @enum {string} */
                                    kind: "once";
                                    date: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "daily";
                                } | {
                                    /** @enum {string} */
                                    kind: "weekly";
                                    weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                } | {
                                    /** @enum {string} */
                                    kind: "monthly";
                                    nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                                    /** @enum {string} */
                                    weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                                } | {
                                    /** @enum {string} */
                                    kind: "month-day";
                                    day: number;
                                };
                                from: string;
                                until: string;
                                untilDays?: number;
                                startsOn?: string;
                                endsOn?: string;
                            }[];
                        }[];
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdOnCallSchedulesByOnCallScheduleId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                onCallScheduleId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdOnCallSchedulesByOnCallScheduleId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                onCallScheduleId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    schedule?: {
                        timeZone: string;
                        layers: {
                            name: string;
                            people: string[];
                            startsAt: string;
                            rotation: {
                                every: number;
                                /** @enum {string} */
                                unit: "hour" | "day" | "week";
                            };
                            windows?: {
                                recurrence: {
                                    /** @enum {string} */
                                    kind: "once";
                                    date: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "daily";
                                } | {
                                    /** @enum {string} */
                                    kind: "weekly";
                                    weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                } | {
                                    /** @enum {string} */
                                    kind: "monthly";
                                    nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                                    /** @enum {string} */
                                    weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                                } | {
                                    /** @enum {string} */
                                    kind: "month-day";
                                    day: number;
                                };
                                from: string;
                                until: string;
                                untilDays?: number;
                                startsOn?: string;
                                endsOn?: string;
                            }[];
                        }[];
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdOnCallSchedulesByOnCallScheduleIdRoster: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path: {
                onCallScheduleId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        schedule: {
                            timeZone: string;
                            layers: {
                                name: string;
                                people: string[];
                                startsAt: string;
                                rotation: {
                                    every: number;
                                    /** @enum {string} */
                                    unit: "hour" | "day" | "week";
                                };
                                windows?: {
                                    recurrence: {
                                        /** @enum {string} */
                                        kind: "once";
                                        date: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "daily";
                                    } | {
                                        /** @enum {string} */
                                        kind: "weekly";
                                        weekdays: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                    } | {
                                        /** @enum {string} */
                                        kind: "monthly";
                                        nth: 1 | 2 | 3 | 4 | 5 | -1 | -2;
                                        /** @enum {string} */
                                        weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
                                    } | {
                                        /** @enum {string} */
                                        kind: "month-day";
                                        day: number;
                                    };
                                    from: string;
                                    until: string;
                                    untilDays?: number;
                                    startsOn?: string;
                                    endsOn?: string;
                                }[];
                            }[];
                        };
                        shifts: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                            personId: string | null;
                            personName: string | null;
                            layer: string | null;
                            substitute: boolean;
                        }[];
                        gaps: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        }[];
                        substitutions: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            personId: string;
                            personName: string | null;
                            replacesId: string | null;
                            replacesName: string | null;
                            /** Format: date-time */
                            startsAt: string;
                            /** Format: date-time */
                            endsAt: string;
                            note: string;
                            createdByName: string;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdOnCallSchedulesByOnCallScheduleIdSubstitutions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                onCallScheduleId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    personId: string;
                    /** @default null */
                    replacesId?: string | null;
                    /** Format: date-time */
                    startsAt: string;
                    /** Format: date-time */
                    endsAt: string;
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdOnCallSchedulesByOnCallScheduleIdSubstitutionsByOnCallSubstitutionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                onCallScheduleId: string;
                onCallSubstitutionId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdOnCallPeople: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @enum {string} */
                            side: "provider" | "client";
                            phone: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdOnCallPeopleByPersonIdPhone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    phone: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdEscalationPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            position: number;
                            matcher: {
                                siteIds?: string[];
                                assetIds?: string[];
                                checkIds?: string[];
                                kinds?: string[];
                                severities?: ("info" | "warning" | "critical")[];
                                clientIds?: string[];
                            };
                            policy: {
                                steps: {
                                    delayMs: number;
                                    targets: ({
                                        /** @enum {string} */
                                        kind: "person";
                                        /** Format: uuid */
                                        id: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "schedule";
                                        /** Format: uuid */
                                        id: string;
                                        /** Format: uuid */
                                        channelId?: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "channel";
                                        /** Format: uuid */
                                        id: string;
                                    })[];
                                }[];
                                repeat: number;
                                repeatAfterMs: number;
                            };
                            enabled: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdEscalationPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default 100 */
                    position?: number;
                    matcher: {
                        siteIds?: string[];
                        assetIds?: string[];
                        checkIds?: string[];
                        kinds?: string[];
                        severities?: ("info" | "warning" | "critical")[];
                        clientIds?: string[];
                    };
                    policy: {
                        steps: {
                            delayMs: number;
                            targets: ({
                                /** @enum {string} */
                                kind: "person";
                                /** Format: uuid */
                                id: string;
                            } | {
                                /** @enum {string} */
                                kind: "schedule";
                                /** Format: uuid */
                                id: string;
                                /** Format: uuid */
                                channelId?: string;
                            } | {
                                /** @enum {string} */
                                kind: "channel";
                                /** Format: uuid */
                                id: string;
                            })[];
                        }[];
                        repeat: number;
                        repeatAfterMs: number;
                    };
                    /** @default true */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdEscalationPoliciesByEscalationPolicyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                escalationPolicyId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdEscalationPoliciesByEscalationPolicyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                escalationPolicyId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    position?: number;
                    matcher?: {
                        siteIds?: string[];
                        assetIds?: string[];
                        checkIds?: string[];
                        kinds?: string[];
                        severities?: ("info" | "warning" | "critical")[];
                        clientIds?: string[];
                    };
                    policy?: {
                        steps: {
                            delayMs: number;
                            targets: ({
                                /** @enum {string} */
                                kind: "person";
                                /** Format: uuid */
                                id: string;
                            } | {
                                /** @enum {string} */
                                kind: "schedule";
                                /** Format: uuid */
                                id: string;
                                /** Format: uuid */
                                channelId?: string;
                            } | {
                                /** @enum {string} */
                                kind: "channel";
                                /** Format: uuid */
                                id: string;
                            })[];
                        }[];
                        repeat: number;
                        repeatAfterMs: number;
                    };
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAlertsByAlertIdEscalation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        escalation: {
                            policyName: string;
                            /** Format: date-time */
                            startedAt: string;
                            nextAt: string | null;
                            endedAt: string | null;
                            endReason: ("acknowledged" | "resolved" | "exhausted" | "superseded") | null;
                            next: {
                                round: number;
                                step: number;
                                /** Format: uuid */
                                clientId: string;
                                targets: ({
                                    /** @enum {string} */
                                    kind: "person";
                                    /** Format: uuid */
                                    id: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "schedule";
                                    /** Format: uuid */
                                    id: string;
                                    /** Format: uuid */
                                    channelId?: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "channel";
                                    /** Format: uuid */
                                    id: string;
                                })[];
                            } | null;
                            steps: {
                                /** Format: date-time */
                                at: string;
                                round: number;
                                step: number;
                                people: number;
                                channels: number;
                            }[];
                        } | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdAssetsByAssetIdRuleSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: {
                        condition: {
                            /** @enum {string} */
                            kind: "value";
                            /** @enum {string} */
                            direction: "above" | "below";
                            levels: {
                                /** @enum {string} */
                                severity: "info" | "warning" | "critical";
                                threshold: number;
                                recovery: number;
                            }[];
                        } | {
                            /** @enum {string} */
                            kind: "status";
                            /** @enum {string} */
                            failed: "info" | "warning" | "critical";
                            /** @enum {string} */
                            warning?: "info" | "warning" | "critical";
                        };
                        forMs: number;
                        recoverForMs: number;
                        consecutive?: number;
                        noData?: {
                            afterMs: number;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                        };
                        flap?: {
                            high: number;
                            low: number;
                        };
                        byImportance?: boolean;
                    };
                    /** @default 30 */
                    days?: number;
                    /** Format: uuid */
                    checkId?: string;
                    /** @enum {string} */
                    kind?: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "heartbeat" | "alertmanager" | "series" | "trend" | "group" | "service" | "process" | "http" | "tcp" | "udp" | "icmp" | "tls" | "domain" | "dns" | "ntp" | "smtp" | "imap" | "pop3" | "ftp" | "ssh" | "ldap" | "postgresql" | "mysql" | "redis" | "snmp-value" | "snmp-interfaces" | "snmp-cpu" | "snmp-memory" | "snmp-storage" | "snmp-ups" | "snmp-printer" | "snmp-sensor" | "snmp-trap" | "syslog" | "modbus" | "opcua" | "exporter" | "plugin" | "log" | "scheduled-task" | "pending-reboot" | "time-skew" | "antivirus" | "firewall" | "failed-sign-ins" | "smart" | "raid" | "zfs" | "thin-pool" | "share" | "fsync" | "backup-restic" | "backup-borg" | "backup-folder" | "backup-windows";
                    metric?: string;
                    where?: {
                        label: string;
                        /**
                         * @default =
                         * @enum {string}
                         */
                        op?: "=" | "!=" | "=~" | "!~";
                        value: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        actual: number | null;
                        instances: {
                            instance: string;
                            observations: number;
                            alertMs: number;
                            count: number;
                            alerts: {
                                /** Format: date-time */
                                raisedAt: string;
                                resolvedAt: string | null;
                                /** @enum {string} */
                                severity: "info" | "warning" | "critical";
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getNoisyRules: {
        parameters: {
            query?: {
                days?: number;
                client?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            /** Format: uuid */
                            assetId: string;
                            assetName: string;
                            /** Format: uuid */
                            checkId: string;
                            checkName: string;
                            kind: string;
                            alerts: number;
                            told: number;
                            suppressed: number;
                            acknowledged: number;
                            short: number;
                            medianMinutes: number | null;
                            /** Format: date-time */
                            lastAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAlarmSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default 30 */
                        holdSeconds: number;
                        /** @default 10 */
                        groupAfter: number;
                        /** @default 60 */
                        groupSeconds: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdAlarmSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 30 */
                    holdSeconds?: number;
                    /** @default 10 */
                    groupAfter?: number;
                    /** @default 60 */
                    groupSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default 30 */
                        holdSeconds: number;
                        /** @default 10 */
                        groupAfter: number;
                        /** @default 60 */
                        groupSeconds: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdDeliveredSeries: {
        parameters: {
            query?: {
                search?: string;
            };
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            series: number;
                        }[];
                        total: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdDeliveredSeriesQuery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    metric: string;
                    /** @default [] */
                    where?: {
                        label: string;
                        /**
                         * @default =
                         * @enum {string}
                         */
                        op?: "=" | "!=" | "=~" | "!~";
                        value: string;
                    }[];
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /** @default 300 */
                    points?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        labels: {
                            name: string;
                            values: string[];
                        }[];
                        bucketMs: number;
                        series: {
                            instance: string;
                            labels: {
                                [key: string]: string;
                            };
                            points: [
                                number,
                                number,
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdDeliveredSeriesRemoval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    metric: string;
                    /** @default [] */
                    where?: {
                        label: string;
                        /**
                         * @default =
                         * @enum {string}
                         */
                        op?: "=" | "!=" | "=~" | "!~";
                        value: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdSeries: {
        parameters: {
            query: {
                confirm: string;
            };
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getCheckKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "heartbeat" | "alertmanager" | "series" | "trend" | "group" | "service" | "process" | "http" | "tcp" | "udp" | "icmp" | "tls" | "domain" | "dns" | "ntp" | "smtp" | "imap" | "pop3" | "ftp" | "ssh" | "ldap" | "postgresql" | "mysql" | "redis" | "snmp-value" | "snmp-interfaces" | "snmp-cpu" | "snmp-memory" | "snmp-storage" | "snmp-ups" | "snmp-printer" | "snmp-sensor" | "snmp-trap" | "syslog" | "modbus" | "opcua" | "exporter" | "plugin" | "log" | "scheduled-task" | "pending-reboot" | "time-skew" | "antivirus" | "firewall" | "failed-sign-ins" | "smart" | "raid" | "zfs" | "thin-pool" | "share" | "fsync" | "backup-restic" | "backup-borg" | "backup-folder" | "backup-windows";
                            /** @enum {string} */
                            source: "samples" | "platform" | "executed";
                            executor: ("host" | "site" | "anywhere") | null;
                            automatic: boolean;
                            addable: boolean;
                            runsOn: ("server" | "agent" | "samples")[];
                            defaultIntervalMs: number;
                            defaultRule: {
                                condition: {
                                    /** @enum {string} */
                                    kind: "value";
                                    /** @enum {string} */
                                    direction: "above" | "below";
                                    levels: {
                                        /** @enum {string} */
                                        severity: "info" | "warning" | "critical";
                                        threshold: number;
                                        recovery: number;
                                    }[];
                                } | {
                                    /** @enum {string} */
                                    kind: "status";
                                    /** @enum {string} */
                                    failed: "info" | "warning" | "critical";
                                    /** @enum {string} */
                                    warning?: "info" | "warning" | "critical";
                                };
                                forMs: number;
                                recoverForMs: number;
                                consecutive?: number;
                                noData?: {
                                    afterMs: number;
                                    /** @enum {string} */
                                    severity: "info" | "warning" | "critical";
                                };
                                flap?: {
                                    high: number;
                                    low: number;
                                };
                                byImportance?: boolean;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdAssetsByAssetIdCheckTrials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "heartbeat" | "alertmanager" | "series" | "trend" | "group" | "service" | "process" | "http" | "tcp" | "udp" | "icmp" | "tls" | "domain" | "dns" | "ntp" | "smtp" | "imap" | "pop3" | "ftp" | "ssh" | "ldap" | "postgresql" | "mysql" | "redis" | "snmp-value" | "snmp-interfaces" | "snmp-cpu" | "snmp-memory" | "snmp-storage" | "snmp-ups" | "snmp-printer" | "snmp-sensor" | "snmp-trap" | "syslog" | "modbus" | "opcua" | "exporter" | "plugin" | "log" | "scheduled-task" | "pending-reboot" | "time-skew" | "antivirus" | "firewall" | "failed-sign-ins" | "smart" | "raid" | "zfs" | "thin-pool" | "share" | "fsync" | "backup-restic" | "backup-borg" | "backup-folder" | "backup-windows";
                    /** @default {} */
                    config?: {
                        [key: string]: unknown;
                    };
                    /** Format: uuid */
                    checkId?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "warning" | "failed" | "unknown";
                        message: string;
                        code: string | null;
                        values: {
                            [key: string]: number;
                        };
                        durationMs: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdChecks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            assetId: string;
                            /** @enum {string} */
                            kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "heartbeat" | "alertmanager" | "series" | "trend" | "group" | "service" | "process" | "http" | "tcp" | "udp" | "icmp" | "tls" | "domain" | "dns" | "ntp" | "smtp" | "imap" | "pop3" | "ftp" | "ssh" | "ldap" | "postgresql" | "mysql" | "redis" | "snmp-value" | "snmp-interfaces" | "snmp-cpu" | "snmp-memory" | "snmp-storage" | "snmp-ups" | "snmp-printer" | "snmp-sensor" | "snmp-trap" | "syslog" | "modbus" | "opcua" | "exporter" | "plugin" | "log" | "scheduled-task" | "pending-reboot" | "time-skew" | "antivirus" | "firewall" | "failed-sign-ins" | "smart" | "raid" | "zfs" | "thin-pool" | "share" | "fsync" | "backup-restic" | "backup-borg" | "backup-folder" | "backup-windows";
                            name: string;
                            config: {
                                [key: string]: unknown;
                            };
                            rule: {
                                condition: {
                                    /** @enum {string} */
                                    kind: "value";
                                    /** @enum {string} */
                                    direction: "above" | "below";
                                    levels: {
                                        /** @enum {string} */
                                        severity: "info" | "warning" | "critical";
                                        threshold: number;
                                        recovery: number;
                                    }[];
                                } | {
                                    /** @enum {string} */
                                    kind: "status";
                                    /** @enum {string} */
                                    failed: "info" | "warning" | "critical";
                                    /** @enum {string} */
                                    warning?: "info" | "warning" | "critical";
                                };
                                forMs: number;
                                recoverForMs: number;
                                consecutive?: number;
                                noData?: {
                                    afterMs: number;
                                    /** @enum {string} */
                                    severity: "info" | "warning" | "critical";
                                };
                                flap?: {
                                    high: number;
                                    low: number;
                                };
                                byImportance?: boolean;
                            };
                            intervalMs: number;
                            /** @enum {string} */
                            runsOn: "server" | "agent" | "samples";
                            probeId: string | null;
                            second: {
                                /** @enum {string} */
                                runsOn: "server" | "agent";
                                probeId: string | null;
                            } | null;
                            places: {
                                assetId: string | null;
                                name: string | null;
                            }[];
                            /** @enum {string} */
                            origin: "default" | "person";
                            enabled: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            states: {
                                instance: string;
                                /** @enum {string} */
                                status: "ok" | "warning" | "critical" | "unknown";
                                lastAt: string | null;
                                lastValue: number | null;
                                message: string;
                                code: string | null;
                                values: {
                                    [key: string]: number;
                                };
                                /** Format: date-time */
                                since: string;
                                flapping: boolean;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdAssetsByAssetIdChecks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "heartbeat" | "alertmanager" | "series" | "trend" | "group" | "service" | "process" | "http" | "tcp" | "udp" | "icmp" | "tls" | "domain" | "dns" | "ntp" | "smtp" | "imap" | "pop3" | "ftp" | "ssh" | "ldap" | "postgresql" | "mysql" | "redis" | "snmp-value" | "snmp-interfaces" | "snmp-cpu" | "snmp-memory" | "snmp-storage" | "snmp-ups" | "snmp-printer" | "snmp-sensor" | "snmp-trap" | "syslog" | "modbus" | "opcua" | "exporter" | "plugin" | "log" | "scheduled-task" | "pending-reboot" | "time-skew" | "antivirus" | "firewall" | "failed-sign-ins" | "smart" | "raid" | "zfs" | "thin-pool" | "share" | "fsync" | "backup-restic" | "backup-borg" | "backup-folder" | "backup-windows";
                    name?: string;
                    /**
                     * @description Settings of the kind. Their schemas: x-settings, by kind, and GET /api/v1/check-kinds.
                     * @default {}
                     */
                    config?: {
                        [key: string]: unknown;
                    };
                    rule?: {
                        condition: {
                            /** @enum {string} */
                            kind: "value";
                            /** @enum {string} */
                            direction: "above" | "below";
                            levels: {
                                /** @enum {string} */
                                severity: "info" | "warning" | "critical";
                                threshold: number;
                                recovery: number;
                            }[];
                        } | {
                            /** @enum {string} */
                            kind: "status";
                            /** @enum {string} */
                            failed: "info" | "warning" | "critical";
                            /** @enum {string} */
                            warning?: "info" | "warning" | "critical";
                        };
                        forMs: number;
                        recoverForMs: number;
                        consecutive?: number;
                        noData?: {
                            afterMs: number;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                        };
                        flap?: {
                            high: number;
                            low: number;
                        };
                        byImportance?: boolean;
                    };
                    intervalMs?: number;
                    /** @enum {string} */
                    runsOn?: "server" | "agent";
                    probeId?: string | null;
                    second?: {
                        /** @enum {string} */
                        runsOn: "server" | "agent";
                        probeId?: string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdAssetsByAssetIdChecksByCheckId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                checkId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdAssetsByAssetIdChecksByCheckId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                checkId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    config?: {
                        [key: string]: unknown;
                    };
                    rule?: {
                        condition: {
                            /** @enum {string} */
                            kind: "value";
                            /** @enum {string} */
                            direction: "above" | "below";
                            levels: {
                                /** @enum {string} */
                                severity: "info" | "warning" | "critical";
                                threshold: number;
                                recovery: number;
                            }[];
                        } | {
                            /** @enum {string} */
                            kind: "status";
                            /** @enum {string} */
                            failed: "info" | "warning" | "critical";
                            /** @enum {string} */
                            warning?: "info" | "warning" | "critical";
                        };
                        forMs: number;
                        recoverForMs: number;
                        consecutive?: number;
                        noData?: {
                            afterMs: number;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                        };
                        flap?: {
                            high: number;
                            low: number;
                        };
                        byImportance?: boolean;
                    };
                    intervalMs?: number;
                    enabled?: boolean;
                    /** @enum {string} */
                    runsOn?: "server" | "agent";
                    probeId?: string | null;
                    second?: {
                        /** @enum {string} */
                        runsOn: "server" | "agent";
                        probeId?: string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdSeries: {
        parameters: {
            query: {
                metrics: string;
                check?: string;
                from: string;
                to: string;
                points?: number;
            };
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bucketMs: number;
                        series: {
                            metric: string;
                            instance: string;
                            unit: string;
                            points: [
                                number,
                                number,
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdLatest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lastSeenAt: string | null;
                        items: {
                            metric: string;
                            instance: string;
                            unit: string;
                            /** Format: date-time */
                            at: string;
                            value: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSeriesRetention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sampleDays: number | null;
                        rollupDays: number | null;
                        usual: {
                            sampleDays: number;
                            rollupDays: number;
                        } | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdSeriesRetention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sampleDays: number | null;
                    rollupDays: number | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getAlerts: {
        parameters: {
            query?: {
                state?: "raised" | "resolved";
                client?: string;
                asset?: string;
                suppression?: "consequence" | "silence" | "maintenance" | "none";
                suppressedBy?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            clientCode: string;
                            /** Format: uuid */
                            assetId: string;
                            assetName: string;
                            /** Format: uuid */
                            checkId: string;
                            checkName: string;
                            instance: string;
                            kind: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            state: "raised" | "resolved";
                            title: string;
                            code: string | null;
                            message: string;
                            values: {
                                [key: string]: number;
                            };
                            /** Format: date-time */
                            observedAt: string;
                            /** Format: date-time */
                            raisedAt: string;
                            resolvedAt: string | null;
                            resolvedReason: string | null;
                            acknowledgedAt: string | null;
                            acknowledgedByName: string | null;
                            acknowledgedNote: string | null;
                            acknowledgedUntil: string | null;
                            reportedAt: string | null;
                            heldUntil: string | null;
                            suppression: ("consequence" | "silence" | "maintenance") | null;
                            suppressedBy: string | null;
                            ticketId: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAlertsByAlertId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        /** Format: uuid */
                        assetId: string;
                        assetName: string;
                        /** Format: uuid */
                        checkId: string;
                        checkName: string;
                        instance: string;
                        kind: string;
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "raised" | "resolved";
                        title: string;
                        code: string | null;
                        message: string;
                        values: {
                            [key: string]: number;
                        };
                        /** Format: date-time */
                        observedAt: string;
                        /** Format: date-time */
                        raisedAt: string;
                        resolvedAt: string | null;
                        resolvedReason: string | null;
                        acknowledgedAt: string | null;
                        acknowledgedByName: string | null;
                        acknowledgedNote: string | null;
                        acknowledgedUntil: string | null;
                        reportedAt: string | null;
                        heldUntil: string | null;
                        suppression: ("consequence" | "silence" | "maintenance") | null;
                        suppressedBy: string | null;
                        ticketId: string | null;
                        rule: {
                            condition: {
                                /** @enum {string} */
                                kind: "value";
                                /** @enum {string} */
                                direction: "above" | "below";
                                levels: {
                                    /** @enum {string} */
                                    severity: "info" | "warning" | "critical";
                                    threshold: number;
                                    recovery: number;
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "status";
                                /** @enum {string} */
                                failed: "info" | "warning" | "critical";
                                /** @enum {string} */
                                warning?: "info" | "warning" | "critical";
                            };
                            forMs: number;
                            recoverForMs: number;
                            consecutive?: number;
                            noData?: {
                                afterMs: number;
                                /** @enum {string} */
                                severity: "info" | "warning" | "critical";
                            };
                            flap?: {
                                high: number;
                                low: number;
                            };
                            byImportance?: boolean;
                        };
                        timeZone: string;
                        measured: {
                            metric: string;
                            checkId: string | null;
                            where: {
                                label: string;
                                /**
                                 * @default =
                                 * @enum {string}
                                 */
                                op: "=" | "!=" | "=~" | "!~";
                                value: string;
                            }[] | null;
                            instance: string;
                            unit: string;
                            limits: {
                                /** @enum {string} */
                                severity: "info" | "warning" | "critical";
                                value: number;
                            }[];
                        } | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAlertsByAlertIdHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            kind: "raised" | "changed" | "told" | "told-together" | "escalated" | "acknowledged" | "unacknowledged" | "resolved";
                            actor: string | null;
                            note: string | null;
                            step: number | null;
                            round: number | null;
                            told: {
                                /** @enum {string} */
                                channel: "console" | "mail" | "webhook" | "channel";
                                name: string | null;
                                id: string | null;
                                /** @enum {string} */
                                state: "pending" | "sent" | "failed";
                                readAt: string | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdAlertsByAlertIdAcknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    note?: string | null;
                    until?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        /** Format: uuid */
                        assetId: string;
                        assetName: string;
                        /** Format: uuid */
                        checkId: string;
                        checkName: string;
                        instance: string;
                        kind: string;
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "raised" | "resolved";
                        title: string;
                        code: string | null;
                        message: string;
                        values: {
                            [key: string]: number;
                        };
                        /** Format: date-time */
                        observedAt: string;
                        /** Format: date-time */
                        raisedAt: string;
                        resolvedAt: string | null;
                        resolvedReason: string | null;
                        acknowledgedAt: string | null;
                        acknowledgedByName: string | null;
                        acknowledgedNote: string | null;
                        acknowledgedUntil: string | null;
                        reportedAt: string | null;
                        heldUntil: string | null;
                        suppression: ("consequence" | "silence" | "maintenance") | null;
                        suppressedBy: string | null;
                        ticketId: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdAlertsByAlertIdAcknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        /** Format: uuid */
                        assetId: string;
                        assetName: string;
                        /** Format: uuid */
                        checkId: string;
                        checkName: string;
                        instance: string;
                        kind: string;
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "raised" | "resolved";
                        title: string;
                        code: string | null;
                        message: string;
                        values: {
                            [key: string]: number;
                        };
                        /** Format: date-time */
                        observedAt: string;
                        /** Format: date-time */
                        raisedAt: string;
                        resolvedAt: string | null;
                        resolvedReason: string | null;
                        acknowledgedAt: string | null;
                        acknowledgedByName: string | null;
                        acknowledgedNote: string | null;
                        acknowledgedUntil: string | null;
                        reportedAt: string | null;
                        heldUntil: string | null;
                        suppression: ("consequence" | "silence" | "maintenance") | null;
                        suppressedBy: string | null;
                        ticketId: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSitesBySiteIdDiscovery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        networks: string[];
                        rule: {
                            allowed: boolean;
                            everyHours: number | null;
                            nextAt: string | null;
                            probeId: string | null;
                            acceptKinds: ("server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud")[];
                            snmp: string[];
                        };
                        probes: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            address: string | null;
                            connected: boolean;
                        }[];
                        sweeps: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            probeId: string;
                            probeName: string;
                            networks: string[];
                            withSnmp: boolean;
                            orderedBy: string | null;
                            orderedByName: string;
                            /** @enum {string} */
                            state: "ordered" | "running" | "done" | "refused" | "failed" | "cancelled";
                            code: string | null;
                            message: string;
                            percent: number;
                            lookedAt: string[];
                            found: number;
                            fresh: number;
                            /** Format: date-time */
                            createdAt: string;
                            heardAt: string | null;
                            endedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdSitesBySiteIdDiscovery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allowed?: boolean;
                    everyHours?: number | null;
                    probeId?: string | null;
                    acceptKinds?: ("server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud")[];
                    snmp?: ({
                        /** @enum {string} */
                        version: "1";
                        /** @default public */
                        community?: string;
                    } | {
                        /** @enum {string} */
                        version: "2c";
                        /** @default public */
                        community?: string;
                    } | {
                        /** @enum {string} */
                        version: "3";
                        user: string;
                        auth?: {
                            /**
                             * @default sha256
                             * @enum {string}
                             */
                            protocol?: "md5" | "sha" | "sha224" | "sha256" | "sha384" | "sha512";
                            secret: string;
                        };
                        privacy?: {
                            /**
                             * @default aes
                             * @enum {string}
                             */
                            protocol?: "des" | "aes" | "aes256b" | "aes256r";
                            secret: string;
                        };
                        /** @default  */
                        context?: string;
                    })[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSitesBySiteIdDiscoverySweeps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    probeId: string;
                    /** @default [] */
                    networks?: string[];
                    /** @default true */
                    snmp?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdSitesBySiteIdDiscoverySweepsBySweepId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                sweepId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSitesBySiteIdDiscoveryNeighbours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "new" | "known" | "accepted" | "ignored";
                            assetId: string | null;
                            assetName: string | null;
                            name: string;
                            role: ("router" | "firewall" | "switch" | "access-point" | "network-device" | "printer" | "phone" | "camera" | "ups" | "server" | "hypervisor" | "domain-controller" | "database" | "nas" | "workstation" | "mobile" | "controller" | "gadget") | null;
                            kind: ("server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud") | null;
                            /** @enum {string} */
                            confidence: "high" | "medium" | "low";
                            reasons: {
                                /** @enum {string} */
                                by: "port" | "description" | "object-id" | "maker" | "name" | "service" | "forwards";
                                value: string;
                            }[];
                            address: string;
                            also: string[];
                            mac: string | null;
                            maker: string | null;
                            hostnames: string[];
                            ports: number[];
                            description: string | null;
                            answeredBy: ("arp" | "icmp" | "tcp" | "mdns" | "snmp" | "dns")[];
                            uplinks: {
                                name: string;
                                port: string | null;
                            }[];
                            checks: {
                                key: string;
                                /** @enum {string} */
                                kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "heartbeat" | "alertmanager" | "series" | "trend" | "group" | "service" | "process" | "http" | "tcp" | "udp" | "icmp" | "tls" | "domain" | "dns" | "ntp" | "smtp" | "imap" | "pop3" | "ftp" | "ssh" | "ldap" | "postgresql" | "mysql" | "redis" | "snmp-value" | "snmp-interfaces" | "snmp-cpu" | "snmp-memory" | "snmp-storage" | "snmp-ups" | "snmp-printer" | "snmp-sensor" | "snmp-trap" | "syslog" | "modbus" | "opcua" | "exporter" | "plugin" | "log" | "scheduled-task" | "pending-reboot" | "time-skew" | "antivirus" | "firewall" | "failed-sign-ins" | "smart" | "raid" | "zfs" | "thin-pool" | "share" | "fsync" | "backup-restic" | "backup-borg" | "backup-folder" | "backup-windows";
                                usual: boolean;
                            }[];
                            /** Format: date-time */
                            firstSeenAt: string;
                            /** Format: date-time */
                            lastSeenAt: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSitesBySiteIdDiscoveryAccept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: {
                        /** Format: uuid */
                        neighbourId: string;
                        name?: string;
                        /** @enum {string} */
                        kind: "server" | "workstation" | "storage" | "network" | "ot" | "application" | "cloud";
                        checks?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            neighbourId: string;
                            /** Format: uuid */
                            assetId: string;
                            created: boolean;
                            checks: number;
                        }[];
                        dependencies: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSitesBySiteIdDiscoveryUndo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    neighbourIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        undone: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSitesBySiteIdDiscoveryIgnore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                siteId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    neighbourIds: string[];
                    /** @default true */
                    ignored?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdAssetsByAssetIdChecksByCheckIdHeartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                checkId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hint: string;
                        lastAt: string | null;
                        lastSignal: ("ok" | "start" | "fail") | null;
                        startedAt: string | null;
                        /** Format: date-time */
                        dueAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdAssetsByAssetIdChecksByCheckIdHeartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assetId: string;
                checkId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                        hint: string;
                        /** Format: date-time */
                        dueAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdIngestTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            hint: string;
                            siteId: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            lastUsedAt: string | null;
                            revokedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdIngestTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default null */
                    siteId?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        token: string;
                        hint: string;
                        addresses: {
                            prometheus: string;
                            otlp: string;
                            alertmanager: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdIngestTokensByTokenId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tokenId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdIngestQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        activeSeries: number;
                        samplesPerSecond: number;
                        custom: boolean;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdIngestQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    activeSeries: number;
                    samplesPerSecond: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdSettingsMailMailboxes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "imap" | "door";
                            address: string;
                            subaddresses: boolean;
                            host: string | null;
                            port: number | null;
                            security: ("tls" | "starttls-required") | null;
                            userName: string | null;
                            ca: string | null;
                            folder: string;
                            doneFolder: string | null;
                            authserv: string | null;
                            allowPrivate: boolean;
                            enabled: boolean;
                            fetchedAt: string | null;
                            problem: {
                                /** @enum {string} */
                                reason: "RA_DELIVERY_NAME" | "RA_DELIVERY_REFUSED" | "RA_DELIVERY_UNREACHABLE" | "RA_DELIVERY_TIMEOUT" | "RA_DELIVERY_CUT" | "RA_DELIVERY_TLS" | "RA_DELIVERY_CERTIFICATE" | "RA_DELIVERY_SIGN_IN" | "RA_DELIVERY_REJECTED" | "RA_DELIVERY_LATER" | "RA_DELIVERY_REDIRECT" | "RA_DELIVERY_NOT_FOUND" | "RA_DELIVERY_GONE" | "RA_DELIVERY_RECEIVER_BROKEN" | "RA_DELIVERY_NOT_PUBLIC" | "RA_MAIL_NOT_CONFIGURED" | "RA_DELIVERY_NO_ACCESS" | "RA_DELIVERY_WEBHOOK_REMOVED" | "RA_DELIVERY_WEBHOOK_OFF" | "RA_DELIVERY_STOPPED" | "RA_DELIVERY_UNKNOWN";
                                problem: string;
                                advice: string;
                                answer: string | null;
                            } | null;
                            errorAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSettingsMailMailboxes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "door";
                    /** Format: email */
                    address: string;
                    /** @default true */
                    subaddresses?: boolean;
                    /** @default null */
                    authserv?: string | null;
                    /** @default true */
                    enabled?: boolean;
                } | {
                    /** @enum {string} */
                    kind: "imap";
                    /** Format: email */
                    address: string;
                    /** @default true */
                    subaddresses?: boolean;
                    /** @default null */
                    authserv?: string | null;
                    /** @default true */
                    enabled?: boolean;
                    host: string;
                    /** @default 993 */
                    port?: number;
                    /**
                     * @default tls
                     * @enum {string}
                     */
                    security?: "tls" | "starttls-required";
                    userName: string;
                    password?: string;
                    /** @default null */
                    ca?: string | null;
                    /** @default INBOX */
                    folder?: string;
                    /** @default null */
                    doneFolder?: string | null;
                    /** @default false */
                    allowPrivate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdSettingsMailMailboxesByMailboxId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailboxId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "door";
                    /** Format: email */
                    address: string;
                    /** @default true */
                    subaddresses?: boolean;
                    /** @default null */
                    authserv?: string | null;
                    /** @default true */
                    enabled?: boolean;
                } | {
                    /** @enum {string} */
                    kind: "imap";
                    /** Format: email */
                    address: string;
                    /** @default true */
                    subaddresses?: boolean;
                    /** @default null */
                    authserv?: string | null;
                    /** @default true */
                    enabled?: boolean;
                    host: string;
                    /** @default 993 */
                    port?: number;
                    /**
                     * @default tls
                     * @enum {string}
                     */
                    security?: "tls" | "starttls-required";
                    userName: string;
                    password?: string;
                    /** @default null */
                    ca?: string | null;
                    /** @default INBOX */
                    folder?: string;
                    /** @default null */
                    doneFolder?: string | null;
                    /** @default false */
                    allowPrivate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    deleteClientsByClientIdSettingsMailMailboxesByMailboxId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailboxId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdSettingsMailMailboxesByMailboxIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailboxId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mails: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdWaitingMail: {
        parameters: {
            query?: {
                state?: "triage" | "discarded";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "triage" | "discarded";
                            reason: ("unknown-sender" | "ambiguous" | "staff" | "automatic" | "bulk" | "report" | "rate" | "forged-sender" | "loop" | "by-person" | "failed") | null;
                            note: string | null;
                            fromAddress: string | null;
                            fromName: string | null;
                            subject: string | null;
                            size: number;
                            problems: ("too-large" | "unreadable" | "header-too-large" | "too-many-parts" | "too-slow" | "text-cut" | "html-only" | "many-recipients")[];
                            attachments: {
                                name: string;
                                contentType: string;
                                size: number;
                            }[];
                            mailbox: string | null;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            /** Format: date-time */
                            receivedAt: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdWaitingMailByMailId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "triage" | "discarded";
                        reason: ("unknown-sender" | "ambiguous" | "staff" | "automatic" | "bulk" | "report" | "rate" | "forged-sender" | "loop" | "by-person" | "failed") | null;
                        note: string | null;
                        fromAddress: string | null;
                        fromName: string | null;
                        subject: string | null;
                        size: number;
                        problems: ("too-large" | "unreadable" | "header-too-large" | "too-many-parts" | "too-slow" | "text-cut" | "html-only" | "many-recipients")[];
                        attachments: {
                            name: string;
                            contentType: string;
                            size: number;
                        }[];
                        mailbox: string | null;
                        decidedBy: string | null;
                        decidedAt: string | null;
                        /** Format: date-time */
                        receivedAt: string;
                        body: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdWaitingMailByMailIdRaw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdWaitingMailByMailIdAssign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    client: string;
                    /** @default null */
                    ticketId?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdWaitingMailByMailIdDiscard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdWaitingMailByMailIdRestore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdMailDomains: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        domains: string[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdMailDomains: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    domains: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        domains: string[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdTicketsByTicketIdMailsByMailId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        fromAddress: string;
                        fromName: string;
                        toAddresses: string[];
                        subject: string;
                        body: string;
                        problems: ("too-large" | "unreadable" | "header-too-large" | "too-many-parts" | "too-slow" | "text-cut" | "html-only" | "many-recipients")[];
                        size: number;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdTicketsByTicketIdMailsByMailIdRaw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
                mailId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdTicketsByTicketIdAttachmentsByAttachmentId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
                attachmentId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getTickets: {
        parameters: {
            query?: {
                state?: "new" | "open" | "waiting" | "solved" | "closed" | "any" | "unfinished";
                client?: string;
                asset?: string;
                assignee?: string;
                q?: string;
                sort?: "deadline" | "updated";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            clientId: string;
                            clientName: string;
                            clientCode: string;
                            number: number;
                            /** @enum {string} */
                            type: "incident" | "request" | "change" | "problem";
                            title: string;
                            /** @enum {string} */
                            impact: "low" | "medium" | "high";
                            /** @enum {string} */
                            urgency: "low" | "medium" | "high";
                            priority: 1 | 2 | 3 | 4;
                            /** @enum {string} */
                            state: "new" | "open" | "waiting" | "solved" | "closed";
                            /** @enum {string} */
                            side: "client" | "provider" | "supplier";
                            assigneeId: string | null;
                            assigneeName: string | null;
                            requesterId: string | null;
                            requesterName: string | null;
                            assetId: string | null;
                            assetName: string | null;
                            /** @enum {string} */
                            source: "alert" | "person" | "mail" | "api";
                            raisedAlertIds: string[];
                            dueAt: string | null;
                            firstResponseDueAt: string | null;
                            firstRespondedAt: string | null;
                            resolutionDueAt: string | null;
                            solvedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdTickets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default incident
                     * @enum {string}
                     */
                    type?: "incident" | "request" | "change" | "problem";
                    title: string;
                    /** @default  */
                    body?: string;
                    /**
                     * @default medium
                     * @enum {string}
                     */
                    impact?: "low" | "medium" | "high";
                    /**
                     * @default medium
                     * @enum {string}
                     */
                    urgency?: "low" | "medium" | "high";
                    /** @default null */
                    assetId?: string | null;
                    /**
                     * @default help
                     * @enum {string}
                     */
                    about?: "help" | "suspicious-mail";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        number: number;
                        reference: string;
                        respondBy: string | null;
                        next: string[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdTicketsByTicketId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        number: number;
                        /** @enum {string} */
                        type: "incident" | "request" | "change" | "problem";
                        title: string;
                        /** @enum {string} */
                        impact: "low" | "medium" | "high";
                        /** @enum {string} */
                        urgency: "low" | "medium" | "high";
                        priority: 1 | 2 | 3 | 4;
                        /** @enum {string} */
                        state: "new" | "open" | "waiting" | "solved" | "closed";
                        /** @enum {string} */
                        side: "client" | "provider" | "supplier";
                        assigneeId: string | null;
                        assigneeName: string | null;
                        requesterId: string | null;
                        requesterName: string | null;
                        assetId: string | null;
                        assetName: string | null;
                        /** @enum {string} */
                        source: "alert" | "person" | "mail" | "api";
                        raisedAlertIds: string[];
                        dueAt: string | null;
                        firstResponseDueAt: string | null;
                        firstRespondedAt: string | null;
                        resolutionDueAt: string | null;
                        solvedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        serviceLevel: {
                            name: string;
                            isDefault: boolean;
                            timeZone: string;
                        };
                        clocks: {
                            /** @enum {string} */
                            kind: "first-response" | "next-response" | "resolution";
                            /** @enum {string} */
                            state: "running" | "paused" | "met" | "breached" | "stopped";
                            /** Format: date-time */
                            startedAt: string;
                            dueAt: string | null;
                            answeredAt: string | null;
                            pausedNow: boolean;
                            targetMs: number;
                            usedMs: number;
                            remainingMs: number;
                        }[];
                        next: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            kind: "first-response" | "next-response" | "resolution";
                            percent: number;
                        } | null;
                        messages: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "public" | "internal" | "system";
                            authorId: string | null;
                            authorName: string;
                            /** @enum {string} */
                            authorSide: "client" | "provider" | "supplier" | "system";
                            body: string;
                            /** Format: date-time */
                            createdAt: string;
                            mail: {
                                /** Format: uuid */
                                id: string;
                                fromAddress: string;
                                fromName: string;
                                problems: ("too-large" | "unreadable" | "header-too-large" | "too-many-parts" | "too-slow" | "text-cut" | "html-only" | "many-recipients")[];
                                attachments: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                    contentType: string;
                                    size: number;
                                    inline: boolean;
                                }[];
                            } | null;
                        }[];
                        alerts: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            state: "raised" | "resolved";
                            title: string;
                            message: string;
                            /** Format: date-time */
                            raisedAt: string;
                            resolvedAt: string | null;
                        }[];
                        notice: string | null;
                        history: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            actorName: string;
                            details: {
                                [key: string]: unknown;
                            };
                            fields: {
                                name: string;
                                label: string;
                                from?: string | null;
                                to: string | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    patchClientsByClientIdTicketsByTicketId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    /** @enum {string} */
                    type?: "incident" | "request" | "change" | "problem";
                    /** @enum {string} */
                    impact?: "low" | "medium" | "high";
                    /** @enum {string} */
                    urgency?: "low" | "medium" | "high";
                    /** @enum {string} */
                    state?: "new" | "open" | "waiting" | "solved" | "closed";
                    reason?: string;
                    assigneeId?: string | null;
                    /** @enum {string} */
                    side?: "client" | "provider" | "supplier";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        clientId: string;
                        clientName: string;
                        clientCode: string;
                        number: number;
                        /** @enum {string} */
                        type: "incident" | "request" | "change" | "problem";
                        title: string;
                        /** @enum {string} */
                        impact: "low" | "medium" | "high";
                        /** @enum {string} */
                        urgency: "low" | "medium" | "high";
                        priority: 1 | 2 | 3 | 4;
                        /** @enum {string} */
                        state: "new" | "open" | "waiting" | "solved" | "closed";
                        /** @enum {string} */
                        side: "client" | "provider" | "supplier";
                        assigneeId: string | null;
                        assigneeName: string | null;
                        requesterId: string | null;
                        requesterName: string | null;
                        assetId: string | null;
                        assetName: string | null;
                        /** @enum {string} */
                        source: "alert" | "person" | "mail" | "api";
                        raisedAlertIds: string[];
                        dueAt: string | null;
                        firstResponseDueAt: string | null;
                        firstRespondedAt: string | null;
                        resolutionDueAt: string | null;
                        solvedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        serviceLevel: {
                            name: string;
                            isDefault: boolean;
                            timeZone: string;
                        };
                        clocks: {
                            /** @enum {string} */
                            kind: "first-response" | "next-response" | "resolution";
                            /** @enum {string} */
                            state: "running" | "paused" | "met" | "breached" | "stopped";
                            /** Format: date-time */
                            startedAt: string;
                            dueAt: string | null;
                            answeredAt: string | null;
                            pausedNow: boolean;
                            targetMs: number;
                            usedMs: number;
                            remainingMs: number;
                        }[];
                        next: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            kind: "first-response" | "next-response" | "resolution";
                            percent: number;
                        } | null;
                        messages: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "public" | "internal" | "system";
                            authorId: string | null;
                            authorName: string;
                            /** @enum {string} */
                            authorSide: "client" | "provider" | "supplier" | "system";
                            body: string;
                            /** Format: date-time */
                            createdAt: string;
                            mail: {
                                /** Format: uuid */
                                id: string;
                                fromAddress: string;
                                fromName: string;
                                problems: ("too-large" | "unreadable" | "header-too-large" | "too-many-parts" | "too-slow" | "text-cut" | "html-only" | "many-recipients")[];
                                attachments: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                    contentType: string;
                                    size: number;
                                    inline: boolean;
                                }[];
                            } | null;
                        }[];
                        alerts: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            state: "raised" | "resolved";
                            title: string;
                            message: string;
                            /** Format: date-time */
                            raisedAt: string;
                            resolvedAt: string | null;
                        }[];
                        notice: string | null;
                        history: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            actorName: string;
                            details: {
                                [key: string]: unknown;
                            };
                            fields: {
                                name: string;
                                label: string;
                                from?: string | null;
                                to: string | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    postClientsByClientIdTicketsByTicketIdMessages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default public
                     * @enum {string}
                     */
                    kind?: "public" | "internal";
                    body: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    getClientsByClientIdServiceLevel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        timeZone: string;
                        weekly: {
                            monday?: {
                                from: number;
                                to: number;
                            }[];
                            tuesday?: {
                                from: number;
                                to: number;
                            }[];
                            wednesday?: {
                                from: number;
                                to: number;
                            }[];
                            thursday?: {
                                from: number;
                                to: number;
                            }[];
                            friday?: {
                                from: number;
                                to: number;
                            }[];
                            saturday?: {
                                from: number;
                                to: number;
                            }[];
                            sunday?: {
                                from: number;
                                to: number;
                            }[];
                        };
                        state: string | null;
                        municipality: string | null;
                        extraDays: string[];
                        targets: {
                            1: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                            2: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                            3: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                            4: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                        };
                        isDefault: boolean;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
    putClientsByClientIdServiceLevel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    timeZone: string;
                    weekly: {
                        monday?: {
                            from: number;
                            to: number;
                        }[];
                        tuesday?: {
                            from: number;
                            to: number;
                        }[];
                        wednesday?: {
                            from: number;
                            to: number;
                        }[];
                        thursday?: {
                            from: number;
                            to: number;
                        }[];
                        friday?: {
                            from: number;
                            to: number;
                        }[];
                        saturday?: {
                            from: number;
                            to: number;
                        }[];
                        sunday?: {
                            from: number;
                            to: number;
                        }[];
                    };
                    state: string | null;
                    municipality: string | null;
                    extraDays: string[];
                    targets: {
                        1: {
                            firstResponseMinutes: number;
                            resolutionMinutes: number;
                        };
                        2: {
                            firstResponseMinutes: number;
                            resolutionMinutes: number;
                        };
                        3: {
                            firstResponseMinutes: number;
                            resolutionMinutes: number;
                        };
                        4: {
                            firstResponseMinutes: number;
                            resolutionMinutes: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        timeZone: string;
                        weekly: {
                            monday?: {
                                from: number;
                                to: number;
                            }[];
                            tuesday?: {
                                from: number;
                                to: number;
                            }[];
                            wednesday?: {
                                from: number;
                                to: number;
                            }[];
                            thursday?: {
                                from: number;
                                to: number;
                            }[];
                            friday?: {
                                from: number;
                                to: number;
                            }[];
                            saturday?: {
                                from: number;
                                to: number;
                            }[];
                            sunday?: {
                                from: number;
                                to: number;
                            }[];
                        };
                        state: string | null;
                        municipality: string | null;
                        extraDays: string[];
                        targets: {
                            1: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                            2: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                            3: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                            4: {
                                firstResponseMinutes: number;
                                resolutionMinutes: number;
                            };
                        };
                        isDefault: boolean;
                        version: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                            details?: {
                                [key: string]: unknown;
                            };
                            requestId: string;
                        };
                    };
                };
            };
        };
    };
}
