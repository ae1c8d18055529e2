package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.ForwardSummary;
import java.time.Duration;

/**
 * A call whose updates all have their outcomes.
 *
 * @param summary the counts of the call
 * @param duration the time from the start of the call to its last outcome
 */
public record CallFinished(ForwardSummary summary, Duration duration) {}
