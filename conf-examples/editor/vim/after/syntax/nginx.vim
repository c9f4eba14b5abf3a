" Directives of ngx_http_privacy_module, for the syntax of nginx.conf that vim
" has.  Written by util/editor; put it into ~/.vim/after/syntax/nginx.vim.

syn keyword ngxDirectiveThirdParty privacy nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_regime nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_gpc nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_dnt nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_consent_from nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_consent_if nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_consent_cookie nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_consent_key nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_tcf_purposes nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_policy_version nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_catalog nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveBlock contained privacy_vendor
syn keyword ngxDirectiveThirdParty privacy_list nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_allow nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_deny nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_unknown nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_first_party nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_tags nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_surrogates nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_cookies nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_cookie_max_age nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_click_ids nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_csp nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_permissions_policy nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_consent_mode nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_notice nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_notice_when nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_notice_position nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_policy_url nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_language nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_choices nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_placeholder nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_page nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_texts nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_endpoint nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_zone nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_status nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_types nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_buffer_size nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_decode nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_vary nextgroup=@ngxParams skipwhite skipempty
syn keyword ngxDirectiveThirdParty privacy_on_error nextgroup=@ngxParams skipwhite skipempty

" variables of the module stand out from others

syn match ngxPrivacyVariable containedin=ngxParam,ngxString,ngxListenParam
    \ /\$\%(privacy_consent\|privacy_functional\|privacy_analytics\|privacy_marketing\|privacy_decided\|privacy_source\|privacy_consent_id\|privacy_regime\|privacy_variant\|privacy_tags_stripped\|privacy_cookies_stripped\|privacy_vendors\)\>/
hi def link ngxPrivacyVariable Special
