/** One fact of the computer; where it cannot be told, why. */
export type Fact = { canTell: true; value: boolean | number } | { canTell: false; reason: string }

export interface Facts {
  isOnAcPower: Fact
  batteryPercent: Fact
  isOnMeteredNetwork: Fact
  idleMinutes: Fact
}
