/** Artifacts as objects of one S3 bucket. */
@NullMarked
package dev.codecsmith.store.s3;

import org.jspecify.annotations.NullMarked;
