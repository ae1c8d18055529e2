/**
 * Entry point of the library: forwards audience memberships to Braze profiles.
 *
 * <p>Braze has no API that puts a user into a segment. Membership is written as custom attributes
 * with {@code POST /users/track}, and a segment is defined over them. The caller states who is in
 * which audience and gets one outcome for each update:
 *
 * <pre>{@code
 * var config =
 *     BrazeAudienceConfig.builder()
 *         .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
 *         .instance(BrazeInstance.US_03)
 *         .build();
 * try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
 *   var user = UserProfile.ofCustomerId("u-1");
 *   var update = MembershipSnapshot.of(user, Audience.of(11036), Audience.of(11034));
 *   ForwardReport report = forwarder.forward(List.of(update));
 *   report.accepted(); // -> 1
 *   report.complete(); // -> true
 * }
 * }</pre>
 *
 * <h2>Processing of an update</h2>
 *
 * <ol>
 *   <li>The caller creates a snapshot or a change of a user's memberships ({@link
 *       io.github.brazeaudience.audience}) and passes it to an {@link
 *       io.github.brazeaudience.AudienceForwarder}: in a list, in a stream of any length, or one by
 *       one through an {@link io.github.brazeaudience.AudienceQueue}.
 *   <li>The update becomes one attributes object, by the rules of the configuration ({@link
 *       io.github.brazeaudience.config}, {@link io.github.brazeaudience.payload}). An update that
 *       exceeds a documented limit gets its outcome here and is not sent. Updates of one user in
 *       one call become one object.
 *   <li>A membership store, if there is one, turns a change into a full set and leaves out values
 *       that Braze already has ({@link io.github.brazeaudience.membership}).
 *   <li>The engine puts up to 75 users into a request, with one write in flight per user. It paces,
 *       retries and splits requests by the policies ({@link io.github.brazeaudience.policy}).
 *   <li>A transport performs each HTTP exchange ({@link io.github.brazeaudience.transport}), and
 *       listeners receive events ({@link io.github.brazeaudience.event}).
 *   <li>The responses to all attempts decide the outcome ({@link io.github.brazeaudience.outcome}):
 *       {@code Accepted}, {@code Unchanged}, {@code Rejected}, {@code Unconfirmed} or {@code
 *       NotSent}, with a reason.
 * </ol>
 *
 * @see io.github.brazeaudience.AudienceForwarder
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 */
@NullMarked
package io.github.brazeaudience;

import org.jspecify.annotations.NullMarked;
