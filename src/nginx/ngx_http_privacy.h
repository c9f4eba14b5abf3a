
/*
 * What the rooms of src/nginx share: configurations, the state of a request
 * and who calls whom.  A request flows one way: request hook (decide, clean
 * the request), header filter (clean the fields), body filter (decode,
 * rewrite, inject).
 */


#ifndef _NGX_HTTP_PRIVACY_H_INCLUDED_
#define _NGX_HTTP_PRIVACY_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>
#include <nginx.h>

#include "base/prv_buf.h"
#include "catalog/prv_tables.h"
#include "consent/prv_consent.h"
#include "gate/prv_gate.h"
#include "header/prv_csp_page.h"
#include "html/prv_rewriter.h"


#define NGX_HTTP_PRIVACY_OFF              0
#define NGX_HTTP_PRIVACY_ON               1
#define NGX_HTTP_PRIVACY_REPORT           2

/* privacy_cookies; NGX_CONF_BITMASK_SET tells "off" from "not set" */

#define NGX_HTTP_PRIVACY_COOKIES_OFF      0x0002
#define NGX_HTTP_PRIVACY_COOKIES_RESPONSE 0x0004
#define NGX_HTTP_PRIVACY_COOKIES_REQUEST  0x0008
#define NGX_HTTP_PRIVACY_COOKIES_EXPIRE   0x0010

#define NGX_HTTP_PRIVACY_PASS             0
#define NGX_HTTP_PRIVACY_BLOCK            1

#define NGX_HTTP_PRIVACY_CSP_OFF          0
#define NGX_HTTP_PRIVACY_CSP_REPORT       1
#define NGX_HTTP_PRIVACY_CSP_ON           2

#define NGX_HTTP_PRIVACY_MODE_OFF         0
#define NGX_HTTP_PRIVACY_MODE_BASIC       1
#define NGX_HTTP_PRIVACY_MODE_ADVANCED    2

#define NGX_HTTP_PRIVACY_IDS_OFF          0
#define NGX_HTTP_PRIVACY_IDS_STRIP        1

#define NGX_HTTP_PRIVACY_NOTICE_OFF       0
#define NGX_HTTP_PRIVACY_NOTICE_ON        1
#define NGX_HTTP_PRIVACY_NOTICE_FILE      2

#define NGX_HTTP_PRIVACY_WHEN_UNDECIDED   0
#define NGX_HTTP_PRIVACY_WHEN_ALWAYS      1
#define NGX_HTTP_PRIVACY_WHEN_VALUE       2

/* what ngx_http_privacy_notice_due() answers */

#define NGX_HTTP_PRIVACY_DUE_NOTICE       1
#define NGX_HTTP_PRIVACY_DUE_CHOICES      2

#define NGX_HTTP_PRIVACY_POSITION_BOTTOM  0
#define NGX_HTTP_PRIVACY_POSITION_TOP     1
#define NGX_HTTP_PRIVACY_POSITION_DIALOG  2

#define NGX_HTTP_PRIVACY_SAMESITE_LAX     0
#define NGX_HTTP_PRIVACY_SAMESITE_STRICT  1
#define NGX_HTTP_PRIVACY_SAMESITE_NONE    2

#define NGX_HTTP_PRIVACY_STATUS_NONE      0
#define NGX_HTTP_PRIVACY_STATUS_ACCEPT    1
#define NGX_HTTP_PRIVACY_STATUS_HTML      2
#define NGX_HTTP_PRIVACY_STATUS_JSON      3
#define NGX_HTTP_PRIVACY_STATUS_PROMETHEUS  4

#define NGX_HTTP_PRIVACY_SECURE_AUTO      0
#define NGX_HTTP_PRIVACY_SECURE_ON        1
#define NGX_HTTP_PRIVACY_SECURE_OFF       2


/* the engine's memory: a pool, or the blocks of one request */

typedef struct ngx_http_privacy_block_s  ngx_http_privacy_block_t;

typedef struct {
    prv_mem_t                          mem;
    ngx_pool_t                        *pool;
    ngx_log_t                         *log;
    ngx_http_privacy_block_t          *blocks;
} ngx_http_privacy_mem_t;


/* the largest catalog or list: one of a million hosts has 30 megabytes */

#define NGX_HTTP_PRIVACY_FILE_MAX         (64 * 1024 * 1024)


/* a parameter, and whose and where it is, for errors that show at merging */

typedef struct {
    ngx_str_t                          text;
    ngx_str_t                          directive;
    ngx_str_t                          file;
    ngx_uint_t                         line;
} ngx_http_privacy_word_t;


/* a statement of a privacy_vendor block; words[0] is "vendor" for its head */

typedef struct {
    ngx_http_privacy_word_t            place;
    ngx_array_t                        words;      /* prv_str_t */
    unsigned                           head:1;
} ngx_http_privacy_statement_t;


typedef struct {
    ngx_http_privacy_word_t            word;       /* "host=…" and so on */
    prv_category_e                     category;   /* privacy_deny's */
} ngx_http_privacy_rule_t;


/* a privacy_list */

typedef struct {
    ngx_http_privacy_word_t            word;       /* its full name */
    prv_str_t                          vendor;     /* "vendor=", or empty */
    prv_list_conf_t                    conf;
    prv_list_count_t                   count;
    unsigned                           formatted:1;    /* "format=", "inline="
                                                          were there */
    unsigned                           inlined:1;
} ngx_http_privacy_list_t;


typedef struct {
    prv_category_e                     category;
    ngx_http_complex_value_t           value;
} ngx_http_privacy_if_t;


typedef struct {
    ngx_array_t                       *files;      /* word_t: privacy_catalog */
    ngx_array_t                       *statements; /* privacy_vendor */
    ngx_array_t                       *lists;      /* privacy_list */
    ngx_array_t                       *built;      /* loc_conf_t *, each with
                                                      rules of its own */
    ngx_array_t                       *expressions;    /* const prv_pattern_t *
                                                          of all of them */

    ngx_http_privacy_mem_t             mem;
    prv_catalog_t                      catalog;
    prv_tables_t                       tables;

    void                              *notice_data; /* templates, languages */

    ngx_shm_zone_t                    *zone;       /* counters, or NULL */
    unsigned                           csp_told:1; /* that it may be long */
    unsigned                           csp_long:1; /* this worker has said so */
} ngx_http_privacy_main_conf_t;


/* all that a decision depends on; levels that change nothing share it */

typedef struct {
    prv_consent_conf_t                 engine;

    ngx_http_complex_value_t          *regime_value;   /* or NULL */
    prv_regime_e                       regime;
    ngx_array_t                       *ifs;            /* ngx_http_privacy_if_t
                                                          or NULL */
} ngx_http_privacy_consent_t;


/* attributes of the native cookie as it is written */

typedef struct {
    ngx_str_t                          name;
    ngx_str_t                          domain;
    ngx_str_t                          path;
    time_t                             max_age;
    ngx_uint_t                         samesite;
    ngx_uint_t                         secure;
} ngx_http_privacy_cookie_conf_t;


typedef struct {
    ngx_uint_t                         enable;
    ngx_uint_t                         tags;
    ngx_uint_t                         cookies;        /* bits */
    ngx_flag_t                         surrogates;
    ngx_flag_t                         decode;
    ngx_flag_t                         vary;
    ngx_uint_t                         on_error;
    ngx_uint_t                         csp;
    size_t                             csp_max;        /* 0: no end */
    ngx_flag_t                         permissions_policy;
    ngx_uint_t                         consent_mode;
    ngx_uint_t                         click_ids;
    time_t                             cookie_max_age;
    size_t                             buffer_size;

    ngx_hash_t                         types;
    ngx_array_t                       *types_keys;

    /* the decision */

    ngx_http_privacy_consent_t        *consent;

    ngx_http_complex_value_t          *regime_value;
    ngx_uint_t                         regime;
    ngx_uint_t                         gpc;
    ngx_flag_t                         dnt;
    ngx_array_t                       *from;           /* const prv_format_t *;
                                                          empty for "auto" */
    ngx_array_t                       *ifs;
    ngx_array_t                       *keys;           /* prv_str_t */
    ngx_array_t                       *words;          /* prv_consent_word_t */
    time_t                             others_age;
    uint32_t                          *purposes;       /* [PRV_CATEGORIES] */
    ngx_str_t                          policy_version;
    ngx_http_privacy_cookie_conf_t    *cookie;

    /* the rules */

    prv_rules_t                       *rules;

    ngx_array_t                       *allow;          /* word_t */
    ngx_array_t                       *deny;           /* rule_t */
    ngx_array_t                       *first_party;    /* word_t */
    ngx_uint_t                         unknown_hosts;  /* 1: deny */
    ngx_uint_t                         unknown_cookies;

    /* notice and endpoint: read by ngx_http_privacy_endpoint.c */

    ngx_uint_t                         notice;
    ngx_http_privacy_word_t            notice_word;    /* its full name */
    ngx_http_privacy_word_t            language_word;
    ngx_uint_t                         notice_when;
    ngx_http_complex_value_t          *notice_when_value;
    ngx_uint_t                         notice_position;
    ngx_http_complex_value_t          *policy_url;
    ngx_http_complex_value_t          *stylesheet;
    ngx_http_complex_value_t          *language;       /* NULL is "auto" */
    void                              *notice_data;    /* what notice's rooms
                                                          make of it */

    ngx_flag_t                         choices;        /* the way back */
    ngx_array_t                       *services;       /* word_t: whom the
                                                          pages name; none:
                                                          the catalog */
    ngx_uint_t                         placeholder;
    ngx_http_privacy_word_t            placeholder_word;

    ngx_flag_t                         endpoint;
    ngx_uint_t                         status;

    uint32_t                           digest;         /* of what shapes a
                                                          response */
} ngx_http_privacy_loc_conf_t;


/* who asks, by Sec-Fetch-Dest */

typedef enum {
    NGX_HTTP_PRIVACY_DEST_UNKNOWN = 0,     /* the field is missing */
    NGX_HTTP_PRIVACY_DEST_DOCUMENT,        /* a navigation, frames included */
    NGX_HTTP_PRIVACY_DEST_EMPTY,           /* fetch(), XMLHttpRequest */
    NGX_HTTP_PRIVACY_DEST_PART             /* an image, a script, a style … */
} ngx_http_privacy_dest_e;


/* the request's fields as they came, while others are in their place */

typedef struct {
    ngx_list_t                         headers;
#if (nginx_version >= 1023000)
    ngx_table_elt_t                   *cookie;
#else
    ngx_array_t                        cookies;
#endif
    ngx_table_elt_t                   *if_modified_since;
    ngx_table_elt_t                   *if_none_match;
    ngx_table_elt_t                   *range;
    ngx_table_elt_t                   *if_range;
#if (NGX_HTTP_GZIP || NGX_HTTP_HEADERS)
    ngx_table_elt_t                   *accept_encoding;
#endif
} ngx_http_privacy_fields_t;


typedef struct ngx_http_privacy_body_s  ngx_http_privacy_body_t;


/*
 * The state of a main request, shared by its subrequests and kept over
 * internal redirects.
 */

typedef struct {
    ngx_http_privacy_mem_t             mem;

    /* the request as it came */

    ngx_array_t                        cookies;    /* prv_str_t: values of
                                                      the Cookie fields */
    ngx_str_t                          host;       /* normalized */
    ngx_http_privacy_dest_e            dest;

    /* the decision, and the configuration that it was made with */

    const ngx_http_privacy_consent_t  *consent;
    prv_decision_t                     decision;
    prv_gate_t                         gate;
    ngx_str_t                          variant;
    ngx_http_privacy_loc_conf_t       *variant_conf;

    /* what was put in place of the request's own fields */

    ngx_http_privacy_fields_t          fields;
    ngx_str_t                          plain_match;    /* If-None-Match without
                                                          variants' tags */
    ngx_str_t                          since;          /* If-Modified-Since */
    ngx_str_t                          args;           /* with click ids */
    ngx_str_t                          cut_args;       /* without */

    ngx_http_privacy_body_t           *body;           /* the body filter's */

    prv_csp_page_t                     csp;            /* the page's own */
    size_t                             csp_size;       /* of what is added */
    prv_str_t                          mode_html;      /* for its head */

    /* what was found */

    ngx_uint_t                         tags;
    ngx_uint_t                         stripped;       /* cookies */
    ngx_uint_t                         click_ids;
    u_char                            *vendors;        /* bits by index */
    uint64_t                           bytes_in;       /* of the rewriter */
    uint64_t                           bytes_out;
    uint64_t                           nanoseconds;

    const char                        *result;         /* of a document, and */
    const char                        *reason;         /* why; or NULL */

    const prv_vendor_t                *optout;         /* of a posted opt-out */
    prv_str_t                          choice;         /* that was posted */

    unsigned                           read:1;
    unsigned                           gpc:1;          /* Sec-GPC is "1" */
    unsigned                           dnt:1;
    unsigned                           deciding:1;
    unsigned                           edited:1;       /* fields are saved */
    unsigned                           encoding:1;     /* Accept-Encoding is
                                                          one of them */
    unsigned                           restored:1;     /* If-None-Match holds
                                                          this variant's */
    unsigned                           notice:1;       /* is due */
    unsigned                           mode:1;         /* Consent Mode is */
    unsigned                           xml:1;          /* the page is XHTML */
    unsigned                           untyped:1;      /* a page by its bytes */
    unsigned                           once:1;         /* a vendor is allowed
                                                          for this page */
    unsigned                           counted:1;      /* the request's
                                                          cookies are */
    unsigned                           args_counted:1; /* its click ids are */
    unsigned                           utf8:1;         /* says a <meta> */
    unsigned                           rebased:1;      /* says a <base> */
    unsigned                           report:1;       /* "privacy report" */
    unsigned                           blocked:1;      /* what could not be
                                                          filtered */
} ngx_http_privacy_ctx_t;


extern ngx_module_t  ngx_http_privacy_module;


/* ngx_http_privacy_mem.c */

void ngx_http_privacy_mem_pool(ngx_http_privacy_mem_t *mem, ngx_pool_t *pool);
void ngx_http_privacy_mem_request(ngx_http_privacy_mem_t *mem, ngx_log_t *log);
void ngx_http_privacy_mem_free(ngx_http_privacy_mem_t *mem);

/*
 * ngx_http_privacy_ctx.c
 *
 * ngx_http_privacy_get_ctx(): the main request's state, with what the request
 * came with read; NULL without memory.
 *
 * ngx_http_privacy_decide(): the same with ctx->decision and ctx->gate as the
 * main request's location has them; NULL without memory.
 *
 * ngx_http_privacy_variant(): $privacy_variant, NGX_OK or NGX_ERROR.
 */

ngx_http_privacy_ctx_t *ngx_http_privacy_get_ctx(ngx_http_request_t *r);
ngx_http_privacy_ctx_t *ngx_http_privacy_decide(ngx_http_request_t *r);
ngx_int_t ngx_http_privacy_variant(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_str_t *variant);
void ngx_http_privacy_found(ngx_http_privacy_ctx_t *ctx,
    const prv_match_t *match);

/*
 * ngx_http_privacy_zone.c: what is counted, with the labels of each
 *
 * ngx_http_privacy_count(): one more of kind; it does nothing without a
 * privacy_zone.
 */

typedef enum {
    NGX_HTTP_PRIVACY_COUNT_REQUEST = 0,     /* consent, source, decided */
    NGX_HTTP_PRIVACY_COUNT_DOCUMENT,        /* result, reason */
    NGX_HTTP_PRIVACY_COUNT_TAG,             /* vendor, category, action */
    NGX_HTTP_PRIVACY_COUNT_COOKIE,          /* vendor, category, direction */
    NGX_HTTP_PRIVACY_COUNT_CLICK_ID,        /* vendor, category, action */
    NGX_HTTP_PRIVACY_COUNT_UNKNOWN,         /* host, element */
    NGX_HTTP_PRIVACY_COUNT_CSP,             /* host, directive */
    NGX_HTTP_PRIVACY_COUNT_CHOICE,          /* action */
    NGX_HTTP_PRIVACY_COUNTS
} ngx_http_privacy_count_e;

void ngx_http_privacy_count(ngx_http_request_t *r,
    ngx_http_privacy_count_e kind, const prv_str_t *labels);
void ngx_http_privacy_count_work(ngx_http_request_t *r, uint64_t in,
    uint64_t out, uint64_t nanoseconds);

/*
 * ngx_http_privacy_log.c
 *
 * ngx_http_privacy_count_match(): one more tag, cookie or click identifier of
 * somebody; how is the action or the direction.
 *
 * ngx_http_privacy_granted(): the granted categories, separated by commas, into
 * text[NGX_HTTP_PRIVACY_GRANTED]; their end.
 *
 * ngx_http_privacy_document(): what becomes of a document, which is counted
 * when the request is over; of two answers the later holds.
 */

void ngx_http_privacy_count_match(ngx_http_request_t *r,
    ngx_http_privacy_count_e kind, const prv_match_t *match,
    const char *how);
#define NGX_HTTP_PRIVACY_GRANTED                                              \
    (sizeof("necessary,functional,analytics,marketing") - 1)

u_char *ngx_http_privacy_granted(ngx_http_privacy_ctx_t *ctx, u_char *text);
void ngx_http_privacy_document(ngx_http_privacy_ctx_t *ctx,
    const char *result, const char *reason);
ngx_int_t ngx_http_privacy_log_handler(ngx_http_request_t *r);

/*
 * ngx_http_privacy_variables.c
 *
 * ngx_http_privacy_vendor_ids(): the ids of vendors, bits by index or NULL,
 * with commas between.  NGX_OK or NGX_ERROR.
 */

ngx_int_t ngx_http_privacy_add_variables(ngx_conf_t *cf);
ngx_int_t ngx_http_privacy_vendor_ids(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const u_char *bits, ngx_str_t *ids);

/* ngx_http_privacy_request.c: the request hook */

ngx_int_t ngx_http_privacy_request_handler(ngx_http_request_t *r);
void ngx_http_privacy_restore_encoding(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);

/*
 * ngx_http_privacy_field.c: fields, and cookies in them
 *
 * ngx_http_privacy_fields(): begins with the first of a list of fields.
 *
 * ngx_http_privacy_next(): the next one that counts, of that lower-case
 * name, or of any (NULL); NULL behind the last.
 *
 * ngx_http_privacy_add_field(): one more, whose value must live as long as
 * the request; NULL without memory.
 */

typedef struct {
    ngx_list_part_t                   *part;
    ngx_uint_t                         i;
} ngx_http_privacy_field_t;

void ngx_http_privacy_fields(ngx_http_privacy_field_t *it, ngx_list_t *list);
ngx_table_elt_t *ngx_http_privacy_next(ngx_http_privacy_field_t *it,
    const char *name);
ngx_table_elt_t *ngx_http_privacy_add_field(ngx_http_request_t *r,
    const char *name, ngx_str_t *value);
ngx_int_t ngx_http_privacy_set_cookies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_expire(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
void ngx_http_privacy_clear_digests(ngx_http_request_t *r);

/*
 * ngx_http_privacy_cache.c: Vary, Cache-Control, ETag
 *
 * ngx_http_privacy_cache_control(): of a page, with a notice or not.
 *
 * ngx_http_privacy_not_modified(): 1 where the client has what is no page.
 */

ngx_int_t ngx_http_privacy_vary_add(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_cache_control(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_uint_t notice);
ngx_int_t ngx_http_privacy_etag(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_uint_t ngx_http_privacy_not_modified(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);

/* ngx_http_privacy_policy.c: Link, Permissions-Policy */

ngx_int_t ngx_http_privacy_links(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_policies(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);

/*
 * ngx_http_privacy_csp.c
 *
 * ngx_http_privacy_mode_due(): whether Consent Mode's script is put into a
 * document that answers this request.
 *
 * ngx_http_privacy_csp_page(): reads the page's own policies for what is put
 * into it, and makes the script of Consent Mode where that is due.
 *
 * ngx_http_privacy_csp(): the field of privacy_csp; its size is in
 * ctx->csp_size.
 *
 * ngx_http_privacy_csp_conf(): the directive.
 *
 * ngx_http_privacy_csp_check(): warns, once in a configuration, where that
 * field may be too long for its max, or for what stands in front.  It is
 * called for each location, with its rules made; NGX_OK, or NGX_ERROR without
 * memory.
 */

ngx_uint_t ngx_http_privacy_mode_due(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_csp_page(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_csp(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
char *ngx_http_privacy_csp_conf(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
ngx_int_t ngx_http_privacy_csp_check(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *plcf);

/*
 * ngx_http_privacy_args.c: click identifiers in the arguments
 *
 * ngx_http_privacy_cut_args(): takes out those that are refused, or, with
 * "privacy report", looks at them; NGX_OK, or NGX_ERROR without memory.
 *
 * ngx_http_privacy_restore_args(): has the arguments as they came.
 */

ngx_int_t ngx_http_privacy_cut_args(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
void ngx_http_privacy_restore_args(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);

/*
 * ngx_http_privacy_order.c: NGX_OK where the modules that are loaded run in
 * the order that this one needs, or NGX_ERROR, said in the log
 */

ngx_int_t ngx_http_privacy_check_order(ngx_conf_t *cf);

/* ngx_http_privacy_filter.c */

ngx_int_t ngx_http_privacy_init_header_filter(ngx_conf_t *cf);

typedef struct ngx_http_privacy_decoder_s  ngx_http_privacy_decoder_t;

/*
 * ngx_http_privacy_body.c
 *
 * ngx_http_privacy_body_create(): the body of this response is rewritten, or
 * with "privacy report" looked at; decoder is NULL for one that is not
 * compressed; length is that of what comes, at most 0 where it is not known.
 *
 * ngx_http_privacy_body_discard(): nothing of it goes out.
 */

ngx_int_t ngx_http_privacy_init_body_filter(ngx_conf_t *cf);
ngx_int_t ngx_http_privacy_body_create(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_http_privacy_decoder_t *decoder,
    off_t length);
ngx_int_t ngx_http_privacy_body_discard(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);

/*
 * ngx_http_privacy_decode.c: compressed bodies
 *
 * ngx_http_privacy_coding(): whether a coding of that name can be decoded.
 *
 * ngx_http_privacy_decoder(): a decoder for a Content-Encoding; NGX_OK,
 * NGX_DECLINED for one that is not known, NGX_ERROR without memory.  "identity"
 * is NGX_OK with *decoder NULL.
 *
 * ngx_http_privacy_decode(): decodes from *in, which is advanced, into
 * out[size].  The number of bytes written; 0 for "all of *in is used up", and
 * NGX_ERROR for data that is broken, or too large when it is decoded.
 *
 * ngx_http_privacy_decoded(): whether what came was whole.
 */

ngx_uint_t ngx_http_privacy_coding(u_char *name, size_t len);
ngx_int_t ngx_http_privacy_decoder(ngx_http_request_t *r, prv_mem_t *mem,
    ngx_str_t *encoding, ngx_http_privacy_decoder_t **decoder);
ssize_t ngx_http_privacy_decode(ngx_http_privacy_decoder_t *decoder,
    u_char **in, u_char *last, u_char *out, size_t size);
ngx_uint_t ngx_http_privacy_decoded(ngx_http_privacy_decoder_t *decoder);

/*
 * ngx_http_privacy_choice.c: values that are one of a few words
 *
 * ngx_http_privacy_enum(): the number of a word; NGX_DECLINED for another.
 *
 * ngx_http_privacy_enum_slot(): a directive's handler; cmd->post has the words.
 *
 * ngx_http_privacy_invalid_value(), ngx_http_privacy_invalid_parameter(): say
 * what is wrong, with the directive and what it takes ("variable" for one that
 * takes variables besides), and are NGX_CONF_ERROR.
 */

ngx_int_t ngx_http_privacy_enum(ngx_conf_enum_t *e, ngx_str_t *value,
    ngx_uint_t *n);
char *ngx_http_privacy_enum_slot(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_invalid_value(ngx_conf_t *cf, ngx_command_t *cmd,
    ngx_str_t *value, ngx_conf_enum_t *e, ngx_uint_t variable);
char *ngx_http_privacy_invalid_parameter(ngx_conf_t *cf, ngx_command_t *cmd,
    ngx_str_t *param, const char *form);

/*
 * ngx_http_privacy_notice.c
 *
 * ngx_http_privacy_notice_due(): what a document that answers this request
 * gets, by configuration, decision and request: a notice, the way back to the
 * choices alone, or 0.
 *
 * ngx_http_privacy_notice_html(): what is inserted; its bytes live as long as
 * the request.  NGX_OK, NGX_DECLINED for nothing, NGX_ERROR.
 *
 * ngx_http_privacy_notice_hash(): a hash, continued over what of a notice
 * depends on the request; unchanged where none is due.
 *
 * ngx_http_privacy_text_version(): which words this visitor is asked with:
 * the language and a hash.  NGX_OK, NGX_DECLINED where nobody asks, NGX_ERROR.
 *
 * ngx_http_privacy_placeholder_html(): what stands for a stripped frame; the
 * same as for the notice.
 *
 * ngx_http_privacy_once(): adds to a decision the vendor that was allowed for
 * one page.  ngx_http_privacy_once_cookie() allows one, or takes it back
 * (NULL).
 *
 * ngx_http_privacy_gpc_json(): /.well-known/gpc.json, where it is ours.
 *
 * ngx_http_privacy_endpoint_init(): what a location's directives ask for,
 * once all are merged: reads a template, sets the handler.
 */

ngx_uint_t ngx_http_privacy_notice_due(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_notice_html(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, prv_str_t *html);
uint32_t ngx_http_privacy_notice_hash(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, uint32_t hash);
ngx_int_t ngx_http_privacy_text_version(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, ngx_str_t *version);
ngx_int_t ngx_http_privacy_placeholder_html(ngx_http_request_t *r,
    ngx_http_privacy_ctx_t *ctx, const prv_finding_t *finding,
    const prv_str_t *tag, prv_str_t *html);
void ngx_http_privacy_once(ngx_http_privacy_ctx_t *ctx);
ngx_int_t ngx_http_privacy_once_cookie(ngx_http_request_t *r,
    const prv_vendor_t *vendor);
ngx_int_t ngx_http_privacy_gpc_json(ngx_http_request_t *r);
char *ngx_http_privacy_placeholder(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_services(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_texts(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_page_file(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_endpoint_init(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf);

/* ngx_http_privacy_conf.c: directives */

char *ngx_http_privacy_regime(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_consent_from(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_consent_if(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_consent_cookie(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_consent_key(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_consent_names(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_tcf_purposes(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_cookies(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_notice(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_notice_when(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_language(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_endpoint(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_privacy_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_status(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/* ngx_http_privacy_catalog.c: who is who */

char *ngx_http_privacy_catalog(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_vendor(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_build_catalog(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf);

/*
 * ngx_http_privacy_rules.c: each location's own rules
 *
 * ngx_http_privacy_words(): a repeatable directive's words, each with its
 * place, as ngx_http_privacy_set_word() notes it.
 *
 * ngx_http_privacy_expression(): notes an expression, of which the log tells
 * if it runs into its limit; other patterns are passed over.
 *
 * ngx_http_privacy_failed(): an error of the engine, told where the
 * configuration caused it; NGX_CONF_ERROR.
 */

char *ngx_http_privacy_allow(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_deny(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_unknown(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_first_party(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

char *ngx_http_privacy_words(ngx_conf_t *cf, ngx_array_t **words);
ngx_int_t ngx_http_privacy_expression(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf, const prv_pattern_t *pattern);
void ngx_http_privacy_set_word(ngx_conf_t *cf, ngx_http_privacy_word_t *word,
    ngx_str_t *text);
char *ngx_http_privacy_failed(ngx_conf_t *cf, ngx_http_privacy_word_t *word,
    prv_error_t *err);
char *ngx_http_privacy_merge_rules(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf);

/*
 * ngx_http_privacy_lists.c
 *
 * ngx_http_privacy_build_lists(): reads the files of privacy_list into
 * pmcf->tables, once all vendors are known.
 *
 * ngx_http_privacy_load_file(): a whole file of at most max bytes, which are
 * from pool; what is wrong is told with the word's directive and place.
 * NGX_OK or NGX_ERROR.
 *
 * ngx_http_privacy_file_failed(): an error of the engine in the file name,
 * which is the word's, told with both places; NGX_CONF_ERROR.
 *
 * ngx_http_privacy_init_module(): says what was read, in the new cycle's log.
 */

char *ngx_http_privacy_list(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_privacy_build_lists(ngx_conf_t *cf,
    ngx_http_privacy_main_conf_t *pmcf);
ngx_int_t ngx_http_privacy_load_file(ngx_conf_t *cf, ngx_pool_t *pool,
    ngx_http_privacy_word_t *word, ngx_str_t *name, size_t max,
    prv_str_t *text);
char *ngx_http_privacy_file_failed(ngx_conf_t *cf,
    ngx_http_privacy_word_t *word, ngx_str_t *name, prv_error_t *err);
ngx_int_t ngx_http_privacy_init_module(ngx_cycle_t *cycle);

/* ngx_http_privacy_consent.c: what a location's decision depends on */

char *ngx_http_privacy_merge_consent(ngx_conf_t *cf,
    ngx_http_privacy_loc_conf_t *prev, ngx_http_privacy_loc_conf_t *conf);
uint32_t ngx_http_privacy_digest(ngx_http_privacy_loc_conf_t *conf);


#endif /* _NGX_HTTP_PRIVACY_H_INCLUDED_ */
