(* The topic model (arXiv 2303.04245) in its theory setting: T topics of v words, a document draws a
   uniform set of tau topics, infinite length, masking; and the moments of topic membership. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix fingroup perm.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (T v tau : nat).
(* a token: None is [MASK], Some (t, w) the word w of topic t *)
Definition token := option ('I_T * 'I_v).
Definition topic_of (i : token) : option 'I_T := omap fst i.
(* number of words K = T v *)
Definition words : R := T%:R * v%:R.
(* the uniform law of the set of topics, and expectations under it *)
Definition topic_law (S : {set 'I_T}) : R := if #|S| == tau then ('C(T, tau)%:R)^-1 else 0.
Definition average (f : {set 'I_T} -> R) : R := \sum_S topic_law S * f S.
(* p(S): the true word law; q + mask + nu = 1 are the shares of true, masked and random tokens:
   q = 1 - (1 - p_c) p_m, mask = p_m (1 - p_c - p_r), nu = p_m p_r *)
Definition true_law (S : {set 'I_T}) (i : token) : R :=
  if i is Some (t, _) then (t \in S)%:R / (tau%:R * v%:R) else 0.
Definition shown_law (q mask nu : R) (S : {set 'I_T}) (i : token) : R :=
  if i is Some _ then q * true_law S i + nu / words else mask.
(* n: the mean of the shown law;  P_c: the contrast of topics *)
Definition mean_law (mask : R) (i : token) : R := if i is Some _ then (1 - mask) / words else mask.
Definition contrast (i j : token) : R :=
  match i, j with
  | Some (t, _), Some (t', _) => (t == t')%:R / v%:R - words^-1
  | _, _ => 0
  end.
(* s, the strength of the topic signal *)
Definition signal (q : R) : R :=
  q ^+ 2 * (T%:R - tau%:R) / (v%:R * tau%:R * T%:R * (T%:R - 1)).
End Defs.

(* ---------- proofs ---------- *)
Section Law.
Variables (R : realFieldType) (T tau : nat).
Add Field RF : (RingTac.ft R).
Hypotheses (tau1 : (0 < tau)%N) (tauT : (tau <= T)%N).
Notation mean := (@average R T tau).
Lemma law_total : \sum_(S : {set 'I_T}) topic_law R tau S = 1 :> R.
Proof.
rewrite /topic_law -big_mkcond sumr_const.
have -> : #|[pred S : {set 'I_T} | #|S| == tau]| = 'C(T, tau).
  by rewrite -[in RHS](card_ord T) -card_draws; apply: eq_card => S; rewrite !inE.
by rewrite -[_ *+ _]mulr_natl mulfV // pnatr_eq0 -lt0n bin_gt0.
Qed.
Lemma mean_const c : mean (fun=> c) = c.
Proof. by rewrite /average -mulr_suml law_total mul1r. Qed.
Lemma mean_add f g : mean (fun S => f S + g S) = mean f + mean g.
Proof. by rewrite /average -big_split; apply: eq_bigr => S _; rewrite mulrDr. Qed.
Lemma mean_scale c f : mean (fun S => c * f S) = c * mean f.
Proof. by rewrite /average mulr_sumr; apply: eq_bigr => S _; rewrite mulrCA. Qed.
Lemma mean_sum (I : finType) (f : I -> {set 'I_T} -> R) :
  mean (fun S => \sum_i f i S) = \sum_i mean (f i).
Proof. by rewrite /average exchange_big; apply: eq_bigr => S _; rewrite mulr_sumr. Qed.
Lemma mean_ext f g : (forall S : {set 'I_T}, #|S| = tau -> f S = g S) -> mean f = mean g.
Proof.
move=> fg; apply: eq_bigr => S _; rewrite /topic_law; case: eqP => [/fg->|_] //.
by rewrite !mul0r.
Qed.
Lemma mean_le f g : (forall S : {set 'I_T}, #|S| = tau -> f S <= g S) -> mean f <= mean g.
Proof.
move=> fg; apply: ler_sum => S _; rewrite /topic_law; case: eqP => [/fg h|_]; last by rewrite !mul0r.
by apply: ler_wpmul2l => //; rewrite invr_ge0 ler0n.
Qed.
(* relabelling the topics changes no expectation *)
Lemma mean_perm (s : {perm 'I_T}) f : mean (fun S => f (s @: S)) = mean f.
Proof.
rewrite /average [RHS](reindex_inj (imset_inj (@perm_inj _ s))) /=.
by apply: eq_bigr => S _; rewrite /topic_law card_imset //; apply: perm_inj.
Qed.
Notation one t S := ((t \in S)%:R : R).
Lemma in_perm (s : {perm 'I_T}) (t : 'I_T) (S : {set 'I_T}) : (s t \in s @: S) = (t \in S).
Proof. by rewrite mem_imset //; apply: perm_inj. Qed.
Lemma sum_in (S : {set 'I_T}) : #|S| = tau -> \sum_t one t S = tau%:R.
Proof.
move=> c; rewrite -c -sum1_card natr_sum [RHS]big_mkcond; apply: eq_bigr => t _.
by case: (t \in S).
Qed.
Lemma mean_one_topic t : mean (fun S => one t S) = tau%:R / T%:R.
Proof.
have same t' : mean (fun S => one t' S) = mean (fun S => one t S).
  rewrite -(mean_perm (tperm t t') (fun S => one t' S)); apply: mean_ext => S _.
  by rewrite -{1}(tpermL t t') in_perm.
have T0 : T%:R != 0 :> R by rewrite pnatr_eq0 -lt0n (leq_trans tau1).
apply: (mulIf T0); rewrite divfK // -[X in _ = X](mean_const tau%:R).
rewrite -(@mean_ext (fun S => \sum_t' one t' S) (fun=> tau%:R) sum_in).
rewrite mean_sum (eq_bigr (fun=> mean (fun S => one t S))) => [|t' _]; last exact: same.
by rewrite sumr_const card_ord mulr_natr.
Qed.
Lemma mean_two_topics t t' : t != t' ->
  mean (fun S => one t S * one t' S) = tau%:R * (tau%:R - 1) / (T%:R * (T%:R - 1)).
Proof.
move=> tt'; have T1 : (1 < T)%N.
  rewrite ltnNge; apply/negP => T1; case/eqP: tt'; apply: val_inj.
  have := leq_trans (ltn_ord t) T1; have := leq_trans (ltn_ord t') T1.
  by rewrite !ltnS !leqn0 => /eqP b /eqP a; rewrite /= a b.
have T0 : T%:R != 0 :> R by rewrite pnatr_eq0 -lt0n (leq_trans tau1).
have T1' : T%:R - 1 != 0 :> R by rewrite subr_eq0 -[1]/1%:R eqr_nat gtn_eqF.
have same r : t != r -> mean (fun S => one t S * one r S) = mean (fun S => one t S * one t' S).
  move=> tr; rewrite -(mean_perm (tperm t' r) (fun S => one t S * one r S)); apply: mean_ext => S _.
  have -> : (t \in tperm t' r @: S) = (t \in S).
    by rewrite -{1}[t](@tpermD _ t' r) ?in_perm // eq_sym.
  by have -> : (r \in tperm t' r @: S) = (t' \in S) by rewrite -{1}(tpermL t' r) in_perm.
apply: (mulIf T1').
have -> : tau%:R * (tau%:R - 1) / (T%:R * (T%:R - 1)) * (T%:R - 1)
  = (tau%:R - 1) * (tau%:R / T%:R) :> R.
  move/eqP: T0 => a; move/eqP: T1' => b; move: (T%:R) a b => x a b.
  by rnorm R; field; split.
transitivity (\sum_(r | r != t) mean (fun S => one t S * one r S)).
  rewrite (eq_bigr (fun=> mean (fun S => one t S * one t' S))) => [|r]; last by rewrite eq_sym => /same.
  by rewrite sumr_const cardC1 card_ord -[RHS]mulr_natr -subn1 natrB // (leq_trans tau1).
transitivity ((tau%:R - 1) * mean (fun S => one t S)); last by rewrite mean_one_topic.
rewrite -mean_scale.
have -> : \sum_(r | r != t) mean (fun S => one t S * one r S)
  = mean (fun S => \sum_(r | r != t) one t S * one r S).
  rewrite big_mkcond -[in RHS](@mean_ext (fun S => \sum_r if r != t then one t S * one r S else 0)).
    by rewrite mean_sum; apply: eq_bigr => r _; case: (r != t); rewrite ?mean_const.
  by move=> S _; rewrite -big_mkcond.
apply: mean_ext => S /sum_in; rewrite (bigD1 t) //= => E; rewrite -mulr_sumr -E.
by case: (t \in S); rewrite ?mul0r ?mulr0 // !mul1r mulr1 addrC addKr.
Qed.
End Law.
