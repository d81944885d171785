// Sets how many tasks the services run: none for { "action": "stop" }, their own number for { "action": "start" }.
// CLUSTER is the name of the cluster, SERVICES an object of names and numbers.

import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";

const ecs = new ECSClient({});

export const handler = async ({ action }) => {
  if (action !== "start" && action !== "stop") {
    throw new Error(`The action must be start or stop, not ${JSON.stringify(action)}.`);
  }
  const services = Object.entries(JSON.parse(process.env.SERVICES));
  return Promise.all(
    services.map(async ([service, tasks]) => {
      const desiredCount = action === "start" ? tasks : 0;
      await ecs.send(new UpdateServiceCommand({ cluster: process.env.CLUSTER, service, desiredCount }));
      console.log(JSON.stringify({ action, service, desiredCount }));
      return { service, desiredCount };
    }),
  );
};
