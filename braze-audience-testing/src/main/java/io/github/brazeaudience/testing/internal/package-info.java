/**
 * Server and workspace behind {@link io.github.brazeaudience.testing.FakeBraze}. Not exported.
 *
 * <p>Endpoints and {@link io.github.brazeaudience.testing.internal.Workspace} are thread-safe and
 * run on the server's threads. The attribute and push token rules are confined to the workspace's
 * lock.
 */
@NullMarked
package io.github.brazeaudience.testing.internal;

import org.jspecify.annotations.NullMarked;
