/** What a worker is sent and answers: names, requests and replies, checked and as JSON. */
@NullMarked
package dev.codecsmith.service.protocol;

import org.jspecify.annotations.NullMarked;
