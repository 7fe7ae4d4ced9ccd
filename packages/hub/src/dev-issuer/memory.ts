import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** Where the provider keeps its sessions and codes: here, until it ends. The one that it brings along warns at each start. */
export function memory(): AdapterFactory {
  const kept = new Map<string, Kept>();
  const forgetOver = () => {
    for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key);
  };
  const first = (model: string, fits: (payload: AdapterPayload) => boolean) => {
    forgetOver();
    return [...kept].find(([key, { payload }]) => key.startsWith(`${model}:`) && fits(payload))?.[1].payload;
  };
  return (model): Adapter => ({
    async upsert(id, payload, seconds) {
      forgetOver();
      kept.set(`${model}:${id}`, { payload, until: seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1_000 });
    },
    async find(id) {
      forgetOver();
      return kept.get(`${model}:${id}`)?.payload;
    },
    findByUid: async (uid) => first(model, (payload) => payload.uid === uid),
    findByUserCode: async (code) => first(model, (payload) => payload.userCode === code),
    async consume(id) {
      const of = kept.get(`${model}:${id}`);
      if (of) of.payload.consumed = Math.floor(Date.now() / 1_000);
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  });
}
