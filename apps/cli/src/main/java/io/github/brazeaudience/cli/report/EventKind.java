package io.github.brazeaudience.cli.report;

/** Kind of an event that slows a run down or changes its course. */
enum EventKind {
  THROTTLED("Pause ordered by Braze"),
  RATE_LIMIT("Wait for the rate limit"),
  READ_BACK("Wait to read profiles"),
  OUTAGE("Outage"),
  SPLIT("Request split"),
  MAX_OBJECTS("Users per request"),
  HINT_CORRECTED("Wait ordered by Braze, corrected"),
  HINT_IGNORED("Order to wait, ignored"),
  BUDGET_CORRECTED("Budget of Braze, corrected"),
  BUDGET_IGNORED("Budget of Braze, ignored");

  private final String title;

  EventKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
