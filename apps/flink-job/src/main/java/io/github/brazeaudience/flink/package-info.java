/**
 * A job for Apache Flink that keeps what Braze holds of each user in keyed state: {@link
 * io.github.brazeaudience.flink.AudienceJob}.
 */
@NullMarked
package io.github.brazeaudience.flink;

import org.jspecify.annotations.NullMarked;
