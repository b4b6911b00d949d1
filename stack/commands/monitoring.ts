/** Makes the alert rules and the dashboard of deploy/ from metrics and thresholds as they are. */
import { runCommand } from '../command'
import { renewMonitoring } from '../monitoring/generated'

await runCommand(renewMonitoring)
