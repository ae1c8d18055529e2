/**
 * The transport over OkHttp 5: one sending for each request, no redirects, {@code TCP_NODELAY},
 * bounded answers, daemon threads.
 *
 * <p>{@code OkHttpBrazeTransport.create()} has a client of its own. A client of the application is
 * borrowed, with its proxy, TLS, DNS and interceptors, and not closed:
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
