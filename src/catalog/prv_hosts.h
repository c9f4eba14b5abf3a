
/*
 * Hosts, with or without a path, and paths on any host.  A look-up of what
 * ends like one of them hashes the host once, from its end, and probes once a
 * label: its cost does not depend on how many hosts the table holds.
 */


#ifndef _PRV_HOSTS_H_INCLUDED_
#define _PRV_HOSTS_H_INCLUDED_


#include "base/prv_tails.h"
#include "catalog/prv_rule.h"


typedef struct {
    prv_rule_t       rule;
    prv_host_t       host;
    uint32_t         next;          /* in the bucket: index + 1, 0 the end */
    uint32_t         hash;
} prv_host_rule_t;


typedef struct {
    prv_vec_t        rules;         /* prv_host_rule_t */
    uint32_t        *buckets;       /* index + 1 */
    size_t           mask;
    prv_tails_t      tails;
    uint64_t         begin;         /* what paths of any host begin with */
} prv_hosts_t;


void prv_hosts_init(prv_hosts_t *hosts, prv_mem_t *mem);

/*
 * prv_hosts_add(): host is copied, its strings are not.  An empty
 * host->host is "any host".  PRV_OK, or PRV_ERROR without memory.
 */

int prv_hosts_add(prv_hosts_t *hosts, const prv_host_t *host,
    const prv_vendor_t *vendor, prv_category_e category);

/* prv_hosts_build(): once after the last addition; PRV_OK or PRV_ERROR */

int prv_hosts_build(prv_hosts_t *hosts);

/*
 * prv_hosts_match(): the most specific rule of a URL, the longest domain
 * first and within it the longest path; owners of the same key hang on
 * ->same.  host is lower case, path holds path and query and may be empty.
 * Where embeds is 0, "embed" entries do not count.  NULL for no match.
 */

const prv_rule_t *prv_hosts_match(const prv_hosts_t *hosts,
    const prv_str_t *host, const prv_str_t *path, int embeds);

/*
 * prv_paths_match(): the same for the entries of "any host": those of the
 * whole path, then those that may begin at any of its segments.
 */

const prv_rule_t *prv_paths_match(const prv_hosts_t *hosts,
    const prv_str_t *path, int embeds);


#endif /* _PRV_HOSTS_H_INCLUDED_ */
