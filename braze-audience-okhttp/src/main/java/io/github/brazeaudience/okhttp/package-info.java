/**
 * Transport over OkHttp 5: one attempt per request, no redirects, {@code TCP_NODELAY}, bounded
 * responses, daemon threads.
 *
 * <p>{@code OkHttpBrazeTransport.create()} creates a client. {@code using} takes the settings of
 * the application's client, such as its proxy, TLS, DNS and interceptors, and does not close that
 * client:
 *
 * <pre>{@code
 * var client = new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(20)).build();
 * try (var own = AudienceForwarder.create(config, OkHttpBrazeTransport.using(client))) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   own.forward(List.of(update)).accepted(); // -> 1
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.okhttp.OkHttpBrazeTransport
 */
@NullMarked
package io.github.brazeaudience.okhttp;

import org.jspecify.annotations.NullMarked;
