/** The version of the Graph API in every path; Instagram's guides use it (v26.0 is the newest, v24.0 the oldest that lives on). */
export const GRAPH_VERSION = 'v25.0';
