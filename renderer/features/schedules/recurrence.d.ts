/**
 * The simple ways to say when, and the schedule expression that each stands for (EventBridge
 * Scheduler's grammar: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 * Whatever does not fit one of them is edited as the expression itself.
 */
export declare const weekdays: readonly ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']
export type Weekday = (typeof weekdays)[number]
export type RateUnit = 'minutes' | 'hours' | 'days'
/** `time` is `HH:MM` on a 24-hour clock; `date` is `YYYY-MM-DD`. */
export type Recurrence =
  | {
      kind: 'every'
      count: number
      unit: RateUnit
    }
  | {
      kind: 'daily'
      time: string
    }
  | {
      kind: 'weekly'
      time: string
      days: readonly Weekday[]
    }
  | {
      kind: 'monthly'
      time: string
      day: number
    }
  | {
      kind: 'once'
      date: string
      time: string
    }
  | {
      kind: 'custom'
      expression: string
    }
export type RecurrenceKind = Recurrence['kind']
/** The expression that the engine understands. */
export declare function expressionOf(recurrence: Recurrence): string
/** The simple form of an expression; `custom` where it has none. */
export declare function recurrenceOf(expression: string): Recurrence
/** What is wrong with the controls, before the engine is asked. */
export declare function recurrenceProblem(recurrence: Recurrence): string | undefined
/** The same wish in another form, keeping what both share: the time of day, above all. */
export declare function changeKind(
  recurrence: Recurrence,
  kind: RecurrenceKind,
  today: string
): Recurrence
