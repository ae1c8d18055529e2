/**
 * The SPI for HTTP: a transport performs single exchanges, bytes in, bytes out. Retries, pacing and
 * the reading of answers are the forwarder's.
 *
 * <p>Blocking code becomes a transport with a lambda and an executor:
 *
 * <pre>{@code
 * HttpClient http = HttpClient.newHttpClient();
 * ExecutorService threads = Executors.newFixedThreadPool(16);
 * BrazeTransport transport =
 *     BrazeTransport.blocking(
 *         request -> {
 *           var post =
 *               HttpRequest.newBuilder(request.uri())
 *                   .timeout(request.timeout())
 *                   .POST(BodyPublishers.ofByteArray(request.body()));
 *           request.headers().forEach(post::header);
 *           HttpResponse<byte[]> answer = http.send(post.build(), BodyHandlers.ofByteArray());
 *           return TransportResponse.of(
 *               answer.statusCode(), answer.headers().map(), answer.body());
 *         },
 *         threads);
 * try (var own = AudienceForwarder.create(config, transport)) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   own.forward(List.of(update)).accepted(); // -> 1
 * }
 * threads.shutdown();
 * }</pre>
 *
 * <p>An {@code IOException} counts as <em>may have arrived</em>; a {@link
 * io.github.brazeaudience.transport.TransportException} can say that nothing was sent. The suite
 * {@code BrazeTransportContract} of {@code braze-audience-testing} holds a transport to all that is
 * expected of it.
 *
 * @see io.github.brazeaudience.transport.BrazeTransport
 */
@NullMarked
package io.github.brazeaudience.transport;

import org.jspecify.annotations.NullMarked;
