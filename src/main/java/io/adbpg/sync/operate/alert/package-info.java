/**
 * Alerts by a webhook, where there is no Prometheus: {@link io.adbpg.sync.operate.alert.Conditions} say what somebody should
 * know of, {@link io.adbpg.sync.operate.alert.Alerts} tells each of it once when it begins and once when it is over, and
 * {@link io.adbpg.sync.operate.alert.Webhook} sends it. All on a thread of their own: nothing here holds up the job.
 */
package io.adbpg.sync.operate.alert;
