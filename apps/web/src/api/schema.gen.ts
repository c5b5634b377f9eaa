// Made by npm run api from the server's routes.
export interface paths {
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
    "/api/v1/check-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of checks with their default rule and interval */
        get: operations["getCheckKinds"];
        put?: never;
        post?: never;
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
        /** Newest value of every series */
        get: operations["getClientsByClientIdAssetsByAssetIdLatest"];
        put?: never;
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
        /** One alert */
        get: operations["getClientsByClientIdAlertsByAlertId"];
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
                            kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "service" | "process" | "http" | "tcp" | "tls";
                            source: string;
                            automatic: boolean;
                            runsOn: string[];
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
                            kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "service" | "process" | "http" | "tcp" | "tls";
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
                            };
                            intervalMs: number;
                            /** @enum {string} */
                            runsOn: "server" | "agent" | "samples";
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
                    kind: "availability" | "identity" | "clock" | "cpu" | "memory" | "disk" | "inodes" | "disk-forecast" | "service" | "process" | "http" | "tcp" | "tls";
                    name?: string;
                    /** @default {} */
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
                    };
                    intervalMs?: number;
                    /** @enum {string} */
                    runsOn?: "server" | "agent";
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
                    };
                    intervalMs?: number;
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
    getAlerts: {
        parameters: {
            query?: {
                state?: "raised" | "resolved";
                client?: string;
                asset?: string;
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
                        }[];
                        alerts: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            state: "raised" | "resolved";
                            message: string;
                            /** Format: date-time */
                            raisedAt: string;
                            resolvedAt: string | null;
                        }[];
                        history: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            actorName: string;
                            details: {
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
                        }[];
                        alerts: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            state: "raised" | "resolved";
                            message: string;
                            /** Format: date-time */
                            raisedAt: string;
                            resolvedAt: string | null;
                        }[];
                        history: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            actorName: string;
                            details: {
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
